// The readers' box in front of Wagtail's chooser of a collectivité. Without it, the chooser alone.
(() => {
  "use strict";

  class CollectivityChooser extends Chooser {
    constructor(id, options) {
      super(id, options);
      this.box = document.getElementById(`${id}-box`);
      // Read as it was shown: moving a row in the form makes no second list.
      if (!this.box || this.box.getAttribute("role") === "combobox") return;
      new Combobox(this.box, {
        address: this.box.dataset.lookup,
        texts: this.box.dataset,
        onChoose: (found) => this.choose(found),
      });
      // Enter in a field of the form would save it.
      this.box.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault();
      });
      this.showBox();
    }

    showBox() {
      if (this.box) this.box.hidden = Boolean(this.getValue());
    }

    choose({ id, label }) {
      this.box.value = "";
      this.setStateFromModalData({ id: String(id), title: label });
      // The box is gone: the focus goes to what was chosen.
      this.chooserElement.querySelector(".chosen button")?.focus();
    }

    setState(state) {
      super.setState(state);
      this.showBox();
    }
  }

  window.CollectivityChooser = CollectivityChooser;
})();
