"""A browser tab that notes whatever goes wrong in it."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response


class Tab:
    """A Playwright page on the site, with the list of what a careful reader's browser minded."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.problems: list[str] = []
        # What Wagtail's own accessibility checker says to a signed-in editor.
        self.advice: list[str] = []
        self._address = address
        self._refused: set[str] = set()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("request", self._see_request)
        page.on("requestfailed", self._see_failure)
        page.on("response", self._see_response)

    def open(self, path: str, status: int = 200) -> Page:
        """Open an address of the site. Raises AssertionError when its status is another one."""
        url = self._address + path
        if status >= 400:
            self._refused.add(url)
        response = self.page.goto(url)
        assert response is not None
        assert response.status == status
        return self.page

    @property
    def path(self) -> str:
        """Where the tab is: the address without the site's."""
        return self.page.url.removeprefix(self._address)

    def _hear(self, message: ConsoleMessage) -> None:
        is_announced = message.location["url"] in self._refused
        if message.text.startswith("axe.run results"):
            self.advice.append(self.path)
        elif message.type in {"error", "warning"} and not is_announced:
            self.problems.append(f"console {message.type} on {self.page.url}: {message.text}")

    def _see_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        is_inside = parts.scheme in {"data", "blob"}
        if not is_inside and f"{parts.scheme}://{parts.netloc}" != self._address:
            self.problems.append(f"third-party request from {self.page.url}: {request.url}")

    def _see_failure(self, request: Request) -> None:
        # The box drops a lookup when the next key comes, and a click drops what still loads.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"{request.failure}: {request.url}")

    def _see_response(self, response: Response) -> None:
        if response.status >= 400 and response.url not in self._refused:
            self.problems.append(f"status {response.status}: {response.url}")
