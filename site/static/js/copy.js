// A button that copies each citation. Without it the text is selected and copied by hand.
(() => {
  "use strict";

  if (!navigator.clipboard) return;

  function addButton(text, labels) {
    const button = document.createElement("button");
    const status = document.createElement("span");
    button.type = "button";
    button.className = "copy";
    button.textContent = labels.copy;
    button.setAttribute("aria-label", `${labels.copy} (${text.dataset.name})`);
    status.className = "copied";
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      status.textContent = "";
      try {
        await navigator.clipboard.writeText(text.textContent.trim());
        status.textContent = labels.copied;
      } catch {
        getSelection().selectAllChildren(text);
      }
    });
    text.after(button, status);
  }

  for (const box of document.querySelectorAll("details[data-copy]")) {
    for (const text of box.querySelectorAll(".citation")) addButton(text, box.dataset);
  }
})();
