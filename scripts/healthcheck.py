"""Ask the site of this container whether it is well; exits with 1 when it is not."""

import http.client
import os
import sys
from urllib.parse import urlsplit

PORT = 8000


def main() -> None:
    """Ask /healthz/ under the site's own name: it answers to no other."""
    name = urlsplit(os.environ["BASE_URL"]).netloc
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        connection.request("GET", "/healthz/", headers={"Host": name})
        status = connection.getresponse().status
    except OSError as error:
        sys.exit(str(error))
    if status != http.client.OK:
        sys.exit(f"/healthz/ answered {status}")


if __name__ == "__main__":
    main()
