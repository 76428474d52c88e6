// Keeps up to date, as one writes a case, the meter of what it lacks and the cases that look like it.
// Without it both are as they were when the form was opened.
(() => {
  "use strict";

  const PAUSE = 500;
  let pageId = "";

  async function fill(element, address) {
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected) return;
      const html = (await answer.text()).trim();
      // The same again would be announced again, and close what was opened.
      if (html === element.shownHtml) return;
      element.shownHtml = html;
      const isOpen = element.querySelector("details")?.open;
      element.innerHTML = html;
      if (isOpen) element.querySelector("details")?.setAttribute("open", "");
    } catch {
      // Offline: what was shown stays.
    }
  }

  function followSaves(meter) {
    document.addEventListener("w-autosave:success", ({ detail }) => {
      pageId = String(detail.response?.pk ?? pageId);
      if (pageId) fill(meter, meter.dataset.url.replace("/0/", `/${pageId}/`));
    });
  }

  function places() {
    const rows = [...document.querySelectorAll("#id_collectivities-FORMS > *")];
    const kept = rows.filter((row) => row.querySelector('[name$="-DELETE"]')?.value !== "1");
    return kept.map((row) => row.querySelector('[name$="-collectivity"]')?.value).filter(Boolean);
  }

  function compareWhileTyping(near, title) {
    let asked = "";
    let timer;
    const compare = () => {
      const asks = new URLSearchParams({ title: title.value, page: pageId });
      for (const place of places()) asks.append("collectivity", place);
      if (asks.toString() === asked) return;
      asked = asks.toString();
      fill(near, `${near.dataset.url}?${asked}`);
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(compare, PAUSE);
    };
    title.addEventListener("input", soon);
    document.addEventListener("change", ({ target }) => {
      if (target.matches('[name^="collectivities-"]')) soon();
    });
  }

  function listen() {
    const meter = document.querySelector("[data-completeness]");
    const near = document.querySelector("[data-near-cases]");
    const title = document.getElementById("id_title");
    pageId = near?.dataset.page ?? "";
    if (meter) followSaves(meter);
    if (near && title) compareWhileTyping(near, title);
  }

  // Wagtail loads its scripts in the head of the page, or at its end.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", listen);
  else listen();
})();
