// The page's script. Everything clickable is a link or a button that the kernel drew; this script asks the kernel for what
// changed and puts it in its place. It is an ECMAScript module: JupyterLab calls `render`, the served pages call `serve`.

const byRegion = (root, name) => root.querySelector(`[data-region="${CSS.escape(name)}"]`);

/** One page: `send` takes an event to the kernel, `receive` takes its messages. */
class Page {
  constructor(root, { served, opening = root.querySelector("[data-page]") }) {
    this.root = root; // the element that holds all regions
    this.opening = opening; // the first of them: heading, drawer, and what the kernel says about itself
    this.words = this.opening.dataset;
    this.served = served;
    this.query = this.words.query;
    this.seq = 0;
    this.waiting = 0; // events without an answer
    this.next = null; // the newest address asked for while another is being drawn
    this.opener = null; // what had the focus before the drawer opened
    this.unsent = null; // a form with something typed that the kernel has not got yet
    this.submitted = 0; // number of the submission without an answer, and of what was typed last
    this.keeping = 0;
    this.listen();
    this.openDrawer(false);
    if (served) document.title = this.words.title;
  }

  // talking ---------------------------------------------------------------------------------------------------------------

  ask(event, values = {}) {
    if (event !== "typed") this.flush(); // what was typed comes before what is asked of it
    this.seq += 1;
    this.waiting += 1;
    this.root.setAttribute("data-waiting", event);
    this.send({ event, seq: this.seq, ...values });
  }

  receive(message, buffers) {
    switch (message.do) {
      case "regions": message.regions.forEach(([name, html]) => this.replace(name, html)); break;
      case "shown": this.shown(message); break;
      case "options": this.options(message.html); break;
      case "notice": this.notice(message.html); break;
      case "file": this.save(message, buffers[0]); break;
      case "kept": this.kept(message); break;
      case "focus": this.focus(); break;
      case "leave": this.leave(message.href); break;
      case "done": this.done(message.seq); break;
    }
  }

  done(seq) {
    if (seq === this.submitted) this.submitted = 0;
    if (seq === this.keeping) this.keeping = 0;
    this.waiting = Math.max(0, this.waiting - 1);
    if (this.next !== null) {
      const query = this.next;
      this.next = null;
      this.ask("go", { query });
    } else if (this.waiting === 0) {
      this.root.removeAttribute("data-waiting");
      this.busy(false);
    }
  }

  // regions ---------------------------------------------------------------------------------------------------------------

  replace(name, html) {
    const region = byRegion(this.root, name);
    if (!region) return;
    const inside = region.contains(document.activeElement) ? document.activeElement : null;
    const kept = inside && (inside.id ? `#${CSS.escape(inside.id)}` : inside.dataset.act ? `[data-act="${inside.dataset.act}"]` : null);
    region.innerHTML = html;
    region.hidden = html === "" && name !== "drawer";
    if (kept) region.querySelector(kept)?.focus({ preventScroll: true });
    if (name === "drawer") this.openDrawer(true);
  }

  shown({ query, title, step }) {
    this.query = query;
    if (!this.served) return;
    document.title = title;
    const address = `${location.pathname}${query ? `?${query}` : ""}`;
    if (address === location.pathname + location.search) return;
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }

  say(words) { this.opening.querySelector("[data-status]").textContent = words; }

  notice(html) {
    let place = document.querySelector(".wp-notice");
    if (!place) {
      place = Object.assign(document.createElement("div"), { className: "wp wp-notice" });
      place.popover = "manual";
      document.body.append(place);
    }
    if (place.matches(":popover-open") && place.dataset.html === html) return; // it is said already
    place.dataset.html = html;
    place.innerHTML = html;
    const close = Object.assign(document.createElement("button"), { type: "button", className: "wp-icon-button", textContent: "×" });
    close.ariaLabel = this.words.wordsClose;
    close.onclick = () => place.hidePopover();
    place.append(close);
    place.showPopover();
  }

  // addresses -------------------------------------------------------------------------------------------------------------

  go(query, { push = true } = {}) {
    query = query.replace(/^\?/, "");
    if (push && this.served && query !== location.search.replace(/^\?/, "")) {
      history.pushState(null, "", `${location.pathname}${query ? `?${query}` : ""}`);
    }
    if (this.waiting > 0 && this.going) this.next = query; // only the newest counts
    else {
      this.going = true;
      this.ask("go", { query });
    }
  }

  /** The query of a link to this same page, null for any other link. */
  own(href) {
    if (href === null || href.startsWith("#")) return null;
    const [path, query = ""] = href.split("?");
    return path === this.words.page ? query : null;
  }

  follow(event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const mark = event.target.closest("[data-href], a[href], [data-act]");
    if (!mark || !this.root.contains(mark) || mark.matches("input, form")) return;
    if (mark.dataset.act) return this.act(mark, event);
    const href = mark.dataset.href ?? mark.getAttribute("href");
    const query = this.own(href);
    if (query === null) {
      if (mark.dataset.href) event.preventDefault();
      if (mark.dataset.href && this.served) location.assign(href);
      return;
    }
    event.preventDefault();
    if (!this.drawer.contains(mark) && /(^|&)open=/.test(query)) this.opener = { mark, href };
    this.root.querySelector(".wp-picker:popover-open")?.hidePopover();
    this.go(query);
  }

  act(button, event) {
    const { act, block, name, value, what } = button.dataset;
    event.preventDefault();
    switch (act) {
      case "refresh": this.busy(true); return this.ask("refresh");
      case "again": return this.ask("again", { block });
      case "remember": return this.ask("remember", { name, value: value === "true" });
      case "download": button.setAttribute("aria-busy", "true"); return this.ask("download", { what });
      case "picker": return this.pick();
      case "close": return this.closeDrawer();
      case "to": return document.getElementById(button.dataset.to)?.focus();
    }
  }

  busy(refreshing) {
    this.root.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy"));
    const button = this.root.querySelector('[data-act="refresh"]');
    if (!button) return;
    const words = button.querySelector("span");
    if (refreshing) {
      button.dataset.words = words.textContent;
      words.textContent = this.words.wordsBusy;
      button.setAttribute("aria-disabled", "true");
      this.refreshing = true;
    } else if (this.refreshing) {
      if (button.dataset.words) words.textContent = button.dataset.words;
      button.removeAttribute("aria-disabled");
      this.refreshing = false;
      const asOf = this.root.querySelector(".wp-as-of")?.textContent.trim() ?? "";
      this.say(`${this.words.wordsDone} ${asOf}`);
    }
    if (!refreshing) this.going = false;
  }

  // forms: filters are plain forms whose fields are the address ---------------------------------------------------------

  filter(form) {
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string" && value !== "");
    this.go(new URLSearchParams(fields).toString());
  }

  // forms that change something: the kernel does what they are for, or keeps what they hold while it is typed ---------------

  /** Each field by name and value; a button that was pressed is one of them. */
  fields(form, button) {
    return [...new FormData(form, button)].filter(([, value]) => typeof value === "string");
  }

  submit(form, button) {
    if (this.submitted && this.submittedForm === form.dataset.form) return; // the same one twice; another was drawn by the answer
    clearTimeout(this.resting);
    if (this.unsent === form) this.unsent = null; // all of it is in the submission
    (button ?? form).setAttribute("aria-busy", "true");
    this.ask("submit", { form: form.dataset.form, fields: this.fields(form, button) });
    this.submitted = this.seq;
    this.submittedForm = form.dataset.form;
  }

  typed(form) {
    if (this.unsent !== form) this.flush();
    clearTimeout(this.resting);
    this.unsent = form;
    this.resting = setTimeout(() => this.flush(), 400);
  }

  /** Send what was typed and not sent yet. */
  flush() {
    clearTimeout(this.resting);
    const form = this.unsent;
    this.unsent = null;
    if (!form?.isConnected) return;
    this.ask("typed", { form: form.dataset.typed, fields: this.fields(form) });
    this.keeping = this.seq;
  }

  /** What was typed is kept: only what nobody types in changes. */
  kept({ form, fields, words, query }) {
    for (const [name, value] of Object.entries(fields)) {
      for (const one of this.root.querySelectorAll(`form[data-typed="${CSS.escape(form)}"] input[type=hidden][name="${CSS.escape(name)}"]`)) one.value = value;
    }
    if (words) this.root.querySelectorAll("[data-kept]").forEach((place) => { place.textContent = words; });
    if (query !== null) this.shown({ query, title: document.title });
  }

  /** After a step the focus goes to what is to be read first. */
  focus() {
    const place = this.root.querySelector("[data-focus]") ?? this.root.querySelector("h1");
    if (!place) return;
    if (!place.matches("a[href], button, input, select, textarea")) place.tabIndex = -1;
    place.focus();
  }

  leave(href) {
    if (this.served) location.assign(href);
    else this.say(href);
  }

  // drawer ----------------------------------------------------------------------------------------------------------------

  get drawer() { return this.opening.querySelector(".wp-drawer"); }

  openDrawer(focus) {
    const drawer = this.drawer;
    const filled = drawer.childElementCount > 0;
    if (filled && !drawer.matches(":popover-open")) drawer.showPopover();
    if (!filled && drawer.matches(":popover-open")) {
      drawer.hidePopover();
      if (focus) this.refocus();
      this.opener = null;
    }
    this.root.querySelectorAll("[data-open]").forEach((one) => one.removeAttribute("data-open"));
    const key = new URLSearchParams(this.query).get("open") ?? new URLSearchParams(location.search).get("open");
    if (filled && key) {
      for (const mark of this.root.querySelectorAll("[data-href], a[href]")) {
        const href = mark.dataset.href ?? mark.getAttribute("href");
        if (!drawer.contains(mark) && href && new URLSearchParams(href.split("?")[1]).get("open") === key) mark.setAttribute("data-open", "");
      }
    }
    if (filled && focus) drawer.querySelector("h2")?.focus();
  }

  /** The focus goes back to what opened the drawer; a mark of a chart takes none, so its link in the table does, or the table's own. */
  refocus() {
    const { mark, href } = this.opener ?? {};
    const alike = href ? [mark, ...this.root.querySelectorAll("[data-href], a[href]")].filter((one) => (one.dataset.href ?? one.getAttribute("href")) === href) : [];
    const table = (alike.find((one) => one.isConnected) ?? mark)?.closest?.(".wp-card")?.querySelector("summary");
    for (const one of [...alike, table, this.root.querySelector("h1")]) {
      if (!one?.isConnected || this.drawer.contains(one)) continue;
      if (one.matches("h1")) one.tabIndex = -1;
      one.focus();
      if (document.activeElement === one) return;
    }
  }

  closeDrawer() {
    const left = new URLSearchParams(this.query);
    left.delete("open");
    this.go(left.toString().replaceAll("%3A", ":"));
    this.drawer.replaceChildren();
    this.openDrawer(true);
  }

  // picker ----------------------------------------------------------------------------------------------------------------

  pick() {
    const picker = this.root.querySelector(".wp-picker");
    picker.showPopover();
    const field = picker.querySelector("[data-search]");
    field.value = "";
    field.focus();
    this.search("");
  }

  search(text) {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.ask("search", { text: text.slice(0, 200) }), text ? 80 : 0);
  }

  options(html) {
    const list = this.root.querySelector("#wp-options");
    if (!list) return;
    list.innerHTML = html;
    this.choose(0);
  }

  choose(step, from = -1) {
    const all = [...this.root.querySelectorAll("#wp-options [data-href]")];
    const at = all.length ? (from < 0 ? 0 : (from + step + all.length) % all.length) : -1;
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    const field = this.root.querySelector("[data-search]");
    if (at >= 0) {
      field.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }

  searchKey(event) {
    const all = [...this.root.querySelectorAll("#wp-options [data-href]")];
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") this.choose(1, at);
    else if (event.key === "ArrowUp") this.choose(-1, at);
    else if (event.key === "Enter" && all[at]) all[at].click();
    else if (event.key === "Escape") { // at once, even where a text was typed; an open drawer stays
      this.root.querySelector(".wp-picker").hidePopover();
      event.stopPropagation();
    }
    else return;
    event.preventDefault();
  }

  // files -----------------------------------------------------------------------------------------------------------------

  save({ name, type }, buffer) {
    const url = URL.createObjectURL(new Blob([buffer], { type }));
    const link = Object.assign(document.createElement("a"), { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  // tooltip: what a mark's <title> says, set well, for pointer and keyboard -----------------------------------------------

  hover(event) {
    const title = event.target.closest?.("svg :has(> title)")?.querySelector(":scope > title") ?? null;
    const words = title?.textContent || event.target.closest?.("[data-tip]")?.dataset.tip;
    let tip = document.querySelector(".wp-tip");
    if (!words) return tip?.hidePopover?.();
    if (!tip) {
      tip = Object.assign(document.createElement("div"), { className: "wp wp-tip", ariaHidden: "true" });
      tip.popover = "manual";
      document.body.append(tip);
    }
    if (title) { // the browser's own would come a second later
      title.parentElement.dataset.tip = words;
      title.remove();
    }
    tip.replaceChildren(...words.split(/[;\n] ?/).map((line) => Object.assign(document.createElement("span"), { textContent: line })));
    tip.showPopover();
    const { clientX: x, clientY: y } = event;
    const { offsetWidth: w, offsetHeight: h } = tip;
    tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - w - 8))}px`;
    tip.style.top = `${y + 18 + h > innerHeight ? y - h - 12 : y + 18}px`;
  }

  // everything that happens -----------------------------------------------------------------------------------------------

  listen() {
    const root = this.root;
    root.addEventListener("click", (event) => this.follow(event));
    root.addEventListener("pointermove", (event) => event.pointerType !== "touch" && this.hover(event));
    root.addEventListener("pointerleave", () => document.querySelector(".wp-tip")?.hidePopover?.());
    root.addEventListener("input", (event) => event.target.matches("[data-search]") && this.search(event.target.value));
    root.addEventListener("keydown", (event) => event.target.matches("[data-search]") && this.searchKey(event));
    root.addEventListener("change", (event) => event.target.closest("form[data-go]") && this.filter(event.target.closest("form[data-go]")));
    root.addEventListener("submit", (event) => {
      if (!event.target.matches("form[data-go], form[data-form], form[data-typed]")) return;
      event.preventDefault();
      if (event.target.matches("[data-go]")) this.filter(event.target);
      else if (event.target.matches("[data-form]")) this.submit(event.target, event.submitter);
    });
    root.addEventListener("input", (event) => event.target.form?.matches("[data-typed]") && this.typed(event.target.form));
    root.addEventListener("change", (event) => event.target.form?.matches("[data-typed]") && this.flush());
    root.addEventListener("focusout", () => this.flush());
    for (const leaving of ["beforeunload", "pagehide"]) addEventListener(leaving, () => this.flush());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.drawer.matches(":popover-open")) return;
      if (document.querySelector(".wp-picker:popover-open")) return;
      event.preventDefault();
      this.closeDrawer();
    });
    if (this.served) addEventListener("popstate", () => this.go(location.search, { push: false }));
  }
}

// JupyterLab: the widget of the page's first output; the rows are outputs of the cells below it --------------------------

function render({ model, el }) {
  el.innerHTML = model.get("html");
  queueMicrotask(() => {
    const page = new Page(el.closest(".jp-Notebook") ?? document.body, { served: false, opening: el.querySelector("[data-page]") });
    page.send = (event) => model.send(event);
    model.on("msg:custom", (message, buffers) => page.receive(message, buffers.map((one) => one.buffer ?? one)));
  });
}

// The served pages: the kernel's own websocket, without a widget manager ---------------------------------------------------

class Line {
  constructor(base, kernel, comm, page) {
    Object.assign(this, { base, kernel, comm, page, session: crypto.randomUUID(), queue: [], tries: 0 });
    page.send = (event) => this.send(event);
    this.open();
    addEventListener("online", () => this.reopen());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.reopen());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  open() {
    const url = new URL(`${this.base}api/kernels/${this.kernel}/channels?session_id=${this.session}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    this.socket = new WebSocket(url);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.tries = 0;
      this.told(false);
      this.queue.splice(0).forEach((text) => this.socket.send(text));
      if (this.broken && this.page.waiting > 0) this.again(); // an answer was lost on the way
      this.broken = false;
    };
    this.socket.onmessage = ({ data }) => this.heard(data);
    this.socket.onclose = () => this.closed();
  }

  reopen() {
    if (!this.gone && this.socket.readyState > 1) this.open();
  }

  /** Ask for the whole page once more, as its address has it. */
  again() {
    this.page.waiting = 0;
    this.page.ask("go", { query: location.search.slice(1) });
  }

  send(content) {
    if (this.gone) {
      this.page.done(content.seq);
      return content.event === "go" ? location.assign(`${location.pathname}?${content.query}`) : this.told(true);
    }
    const header = { msg_id: crypto.randomUUID(), msg_type: "comm_msg", session: this.session, username: "", date: new Date().toISOString(), version: "5.3" };
    const body = { comm_id: this.comm, data: { method: "custom", content } };
    const text = JSON.stringify({ header, parent_header: {}, metadata: {}, content: body, channel: "shell", buffers: [] });
    if (this.socket.readyState === 1) this.socket.send(text);
    else this.queue.push(text);
  }

  heard(data) {
    let buffers = [];
    if (data instanceof ArrayBuffer) { // count, offsets, then the parts: the message and its buffers
      const view = new DataView(data);
      const offsets = Array.from({ length: view.getUint32(0) }, (_, at) => view.getUint32(4 * (at + 1)));
      const parts = offsets.map((start, at) => data.slice(start, offsets[at + 1] ?? data.byteLength));
      data = new TextDecoder().decode(parts[0]);
      buffers = parts.slice(1);
    }
    const message = JSON.parse(data);
    const { comm_id: comm, data: told } = message.content ?? {};
    if (message.msg_type === "comm_msg" && comm === this.comm && told.method === "custom") this.page.receive(told.content, buffers);
    if (message.msg_type === "status" && ["dead", "restarting"].includes(message.content.execution_state)) this.end();
  }

  /** The kernel is gone, or asleep for too long: only the page itself can be opened again. */
  end() {
    this.gone = true;
    this.page.submitted = 0;
    this.page.busy(false);
    this.page.root.removeAttribute("data-waiting");
    this.told(true);
  }

  async closed() {
    if (this.left) return;
    this.tries += 1;
    this.broken = true;
    this.told(true);
    const refused = await fetch(`${this.base}api/kernels/${this.kernel}`).then((answer) => [403, 404].includes(answer.status), () => false);
    if (refused) this.end();
    else if (!this.gone && this.tries < 20) setTimeout(() => this.reopen(), Math.min(500 * 2 ** this.tries, 15_000));
  }

  /** Say on the page that the connection is lost; the figures stay readable. */
  told(lost) {
    let place = document.querySelector(".wp-lost");
    if (!lost) return place?.remove();
    if (place) return;
    place = Object.assign(document.createElement("div"), { className: "wp wp-lost" });
    place.setAttribute("role", "alert");
    place.append(Object.assign(document.createElement("span"), { textContent: this.page.words.wordsLost }));
    place.append(Object.assign(document.createElement("a"), { href: "", className: "wp-button", textContent: this.page.words.wordsBack }));
    document.body.append(place);
  }

  /** Free the kernel at once; culling would find it a little later. */
  leave() {
    this.left = true;
    if (this.page.keeping) return; // what was typed last is on its way; the kernel may live until it is kept
    const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
    fetch(`${this.base}api/kernels/${this.kernel}`, { method: "DELETE", keepalive: true, headers: { "X-XSRFToken": token } }).catch(() => {});
  }
}

export function serve() {
  const root = document.querySelector("#wp-main");
  const opening = root.querySelector("[data-page]");
  if (!opening) return;
  const kernel = document.querySelector("#wp-kernel").dataset.kernel;
  new Line(document.documentElement.dataset.base, kernel, opening.dataset.comm, new Page(root, { served: true }));
}

export default { render };
