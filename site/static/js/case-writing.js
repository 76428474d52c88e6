// Keeps up to date, as one writes a case, the meter of what it lacks and the cases that look like it.
// Without it both are as they were when the form was opened.
(() => {
  "use strict";

  const PAUSE = 500;
  const meter = document.querySelector("[data-completeness]");
  const near = document.querySelector("[data-near-cases]");
  const title = document.getElementById("id_title");
  let pageId = near?.dataset.page ?? "";
  let asked = "";
  let timer;

  async function fill(element, address) {
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected) return;
      const html = await answer.text();
      // The same again would be announced again.
      if (html.trim() !== element.innerHTML.trim()) element.innerHTML = html;
    } catch {
      // Offline: what was shown stays.
    }
  }

  document.addEventListener("w-autosave:success", ({ detail }) => {
    pageId = String(detail.response?.pk ?? pageId);
    if (meter && pageId) fill(meter, meter.dataset.url.replace("/0/", `/${pageId}/`));
  });

  function places() {
    const rows = document.querySelectorAll("#id_collectivities-FORMS > *");
    return [...rows].filter((row) => row.querySelector('[name$="-DELETE"]')?.value !== "1")
      .map((row) => row.querySelector('[name$="-collectivity"]')?.value).filter(Boolean);
  }

  function compare() {
    const asks = new URLSearchParams({ title: title.value, page: pageId });
    for (const place of places()) asks.append("collectivity", place);
    if (asks.toString() === asked) return;
    asked = asks.toString();
    fill(near, `${near.dataset.url}?${asks}`);
  }

  if (near && title) {
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(compare, PAUSE);
    };
    title.addEventListener("input", soon);
    document.addEventListener("change", ({ target }) => {
      if (target.matches('[name^="collectivities-"]')) soon();
    });
  }
})();
