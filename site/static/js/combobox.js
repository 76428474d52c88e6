// An editable combobox with a list (ARIA APG) over an address that answers ?q= with {results}.
// Each result has a label. Other scripts of the page make them: new Combobox(input, {…}).
class Combobox {
  static DELAY = 150;
  static LEAST = 2;
  static KEPT_ANSWERS = 50;
  static #status = null;

  #input;
  #address;
  #texts;
  #groupOf;
  #onChoose;
  #list = document.createElement("div");
  #answers = new Map();
  #results = [];
  #options = [];
  #active = -1;
  #shown = "";
  #timer;
  #request;

  // texts: textList (name of the list), textNone, textOne, textMany (what is announced).
  // groupOf: result → name of its group; results of a group follow one another.
  constructor(input, { address, texts, onChoose, groupOf = () => "" }) {
    this.#input = input;
    this.#address = address;
    this.#texts = texts;
    this.#groupOf = groupOf;
    this.#onChoose = onChoose;
    this.#build();
    this.#listen();
  }

  static element(name, attributes = {}, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  // One for the page: several would be announced over one another.
  static #announce(text) {
    Combobox.#status.textContent = text;
  }

  #build() {
    if (!Combobox.#status) {
      Combobox.#status = Combobox.element("p", { role: "status", class: "visually-hidden" });
      document.body.append(Combobox.#status);
    }
    this.#list.id = `${this.#input.id}-list`;
    this.#list.className = "box-list";
    this.#list.setAttribute("role", "listbox");
    // Browsers let Tab into what scrolls: the focus stays in the field.
    this.#list.tabIndex = -1;
    this.#list.setAttribute("aria-label", this.#texts.textList);
    this.#list.hidden = true;
    this.#input.after(this.#list);
    for (const [key, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.#list.id,
    })) this.#input.setAttribute(key, value);
  }

  #listen() {
    this.#input.addEventListener("input", () => {
      this.#forget();
      this.#activate(-1);
      this.#timer = setTimeout(() => this.#lookUp(), Combobox.DELAY);
    });
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#input.addEventListener("blur", () => this.close());
    // Pressing keeps the focus in the field; the click then chooses.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const index = this.#options.indexOf(event.target.closest('[role="option"]'));
      if (index >= 0) this.#choose(index);
    });
  }

  get #text() {
    return this.#input.value.trim().replace(/\s+/g, " ");
  }

  async #lookUp() {
    const text = this.#text;
    if (text === this.#shown && !this.#list.hidden) return;
    try {
      const isLong = text.length >= Combobox.LEAST;
      this.#show(isLong ? this.#answers.get(text) ?? await this.#ask(text) : null);
      this.#shown = text;
    } catch (error) {
      // Refused or offline: what was found for other words goes, the form works as plain text.
      if (error.name !== "AbortError") this.close();
    }
  }

  async #ask(text) {
    this.#request = new AbortController();
    const url = new URL(this.#address, location.href);
    url.searchParams.set("q", text);
    const answer = await fetch(url, { signal: this.#request.signal });
    if (!answer.ok) throw new Error(answer.status);
    const { results } = await answer.json();
    if (this.#answers.size >= Combobox.KEPT_ANSWERS) this.#answers.clear();
    this.#answers.set(text, results);
    return results;
  }

  // Null: too little is typed to say anything.
  #show(results) {
    this.#results = results ?? [];
    this.#options = this.#results.map(({ label }, index) => Combobox.element("div", {
      id: `${this.#list.id}-${index}`, role: "option", "aria-selected": "false",
    }, label));
    this.#list.replaceChildren(...this.#grouped());
    this.#setOpen(this.#results.length > 0 && document.activeElement === this.#input);
    const { textNone, textOne, textMany } = this.#texts;
    const count = this.#results.length;
    const text = [textNone, textOne][count] ?? textMany.replace("{count}", String(count));
    Combobox.#announce(results ? text : "");
  }

  // The options, those of a named group inside an element that has its name.
  #grouped() {
    const shown = [];
    let group = null;
    this.#options.forEach((option, index) => {
      const name = this.#groupOf(this.#results[index]);
      if (!name) return shown.push(option);
      if (group?.firstChild.textContent !== name) {
        const id = `${this.#list.id}-group-${shown.length}`;
        group = Combobox.element("div", { role: "group", "aria-labelledby": id });
        group.append(Combobox.element("div", { id, role: "presentation", class: "box-group" }, name));
        shown.push(group);
      }
      return group.append(option);
    });
    return shown;
  }

  #setOpen(isOpen) {
    this.#list.hidden = !isOpen;
    this.#input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.#activate(-1);
  }

  // What was asked and not yet answered is no longer wanted.
  #forget() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#request = null;
  }

  close() {
    this.#forget();
    this.#setOpen(false);
    Combobox.#announce("");
  }

  #activate(index) {
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const option = this.#options[index];
    if (!option) return this.#input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    return this.#input.setAttribute("aria-activedescendant", option.id);
  }

  #onKey(event) {
    const isOpen = !this.#list.hidden;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.#choose(this.#active);
    } else if (event.key === "Escape" && (isOpen || this.#input.value)) {
      event.preventDefault();
      if (isOpen) this.close();
      else this.#clear();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      // The field moves its own cursor; no option is current any more.
      this.#activate(-1);
    }
  }

  #move(step) {
    // What is asked now is no longer awaited: a list does not change while one moves in it.
    this.#forget();
    if (this.#list.hidden && this.#text !== this.#shown) return this.#lookUp();
    const last = this.#options.length - 1;
    if (last < 0) return null;
    this.#setOpen(true);
    const next = this.#active + step;
    return this.#activate(next > last ? 0 : next < 0 ? last : next);
  }

  #clear() {
    this.#input.value = "";
    // As if the reader had erased it: whoever listens to the field must know.
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #choose(index) {
    const result = this.#results[index];
    this.#results = [];
    this.#options = [];
    this.close();
    this.#onChoose(result);
    this.#shown = this.#text;
  }
}
