"use strict";
// Every page works without this script. It keeps the page up to date while
// somebody reads or writes in it: only what changed is replaced, so that focus,
// places and words that were typed stay.
(() => {
  const body = document.body, voice = document.getElementById("say");
  const say = words => { if (voice) voice.textContent = words; };

  // A letter is as high as its frame: it scrolls with the page.
  const frame = document.getElementById("frame");
  if (frame) {
    const fit = () => {
      const page = frame.contentDocument && frame.contentDocument.documentElement;
      if (page) frame.style.height = page.scrollHeight + "px";
    };
    const fitted = () => { frame.style.height = "0"; fit(); };
    frame.addEventListener("load", fitted);
    addEventListener("resize", fitted);
    if (frame.contentDocument && frame.contentDocument.readyState === "complete") fitted();
  }

  // The kind of a new mail is nothing but the beginning of its subject.
  const subject = document.getElementById("draft-subject");
  const behind = () => { if (!subject.selectionEnd) subject.setSelectionRange(subject.value.length, subject.value.length); };
  if (subject) subject.addEventListener("focus", behind);
  if (subject && subject === document.activeElement) behind();
  const kinds = [...document.querySelectorAll("input[data-tag]")];
  for (const kind of kinds) kind.addEventListener("change", () => {
    let title = subject.value;
    for (const other of kinds) if (other.dataset.tag && title.startsWith(other.dataset.tag.trim())) title = title.slice(other.dataset.tag.trim().length);
    subject.value = kind.dataset.tag + title.trimStart();
  });

  if (!body.dataset.revision) return;

  // merge makes one element like another. Children with an id keep theirs.
  const merge = (old, now) => {
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name) && name !== "open") old.removeAttribute(name);
    let at = old.firstChild;
    for (const next of [...now.childNodes]) {
      const same = next.id && [...old.children].find(child => child.id === next.id);
      if (same && same !== at) old.insertBefore(same, at);
      const here = same || at;
      const alike = here && here.nodeType === next.nodeType && here.nodeName === next.nodeName && (here.id || "") === (next.id || "");
      if (!alike) {
        old.insertBefore(document.importNode(next, true), at);
        continue;
      }
      if (here.nodeType === Node.ELEMENT_NODE) merge(here, next);
      else if (here.data !== next.data) here.data = next.data;
      at = here.nextSibling;
    }
    while (at) { const rest = at.nextSibling; at.remove(); at = rest; }
  };

  const unread = root => [...root.querySelectorAll("#rows .unread")];
  const read = async response => new DOMParser().parseFromString(await response.text(), "text/html");
  const update = fresh => {
    if (!fresh.body.dataset.revision) return;
    const known = new Set(unread(document).map(a => a.parentElement.id));
    const came = unread(fresh).find(a => !known.has(a.parentElement.id));
    for (const old of document.querySelectorAll("[data-live]")) {
      const now = fresh.getElementById(old.id);
      if (now) merge(old, now);
    }
    if (came) say(body.dataset.came + " " + came.querySelector(".subject").textContent);
  };

  let asking = false, again = false;
  const refresh = async () => {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const response = await fetch(location.href.split("#")[0]);
      if (response.ok) update(await read(response));
    } catch { /* the sandbox has ended, or comes back */ }
    asking = false;
    if (again) { again = false; refresh(); }
  };

  // It listens while it is looked at: a browser has few lines to one place.
  let line = null, seen = body.dataset.revision;
  const listen = () => {
    if (document.hidden) { if (line) line.close(); line = null; return; }
    if (line) return;
    line = new EventSource("/live?seen=" + seen);
    line.addEventListener("clock", e => { for (const id of ["now", "hand"]) document.getElementById(id).textContent = e.data; });
    line.addEventListener("change", e => { seen = e.data; refresh(); });
    line.addEventListener("error", () => { if (line && line.readyState === EventSource.CLOSED) line = null; });
  };
  document.addEventListener("visibilitychange", listen);
  listen();

  // The clock moves without the page being left.
  const moving = document.getElementById("moving"), moved = document.getElementById("moved");
  let moves = false;
  const move = on => {
    moves = on;
    moving.hidden = !on;
    for (const button of document.querySelectorAll(".jumps button")) {
      if (on) button.setAttribute("aria-disabled", "true"); else button.removeAttribute("aria-disabled"); // disabled, it would lose its focus
    }
    if (on) { moved.hidden = true; say(body.dataset.moving); }
  };
  const sentence = words => Object.assign(document.createElement("p"), { textContent: words });
  document.addEventListener("submit", async e => {
    if (!e.target.matches(".jumps")) return;
    e.preventDefault();
    if (moves) return;
    const form = new URLSearchParams(new FormData(e.target, e.submitter));
    move(true);
    let told = [sentence(body.dataset.failed)];
    try {
      const response = await fetch(e.target.action, { method: "POST", body: form }), answer = await read(response);
      if (response.ok) update(answer);
      const flash = response.ok && answer.getElementById("flash");
      const said = flash ? [...flash.childNodes] : [...answer.querySelectorAll("main h1, main h1 + p")].map(part => sentence(part.textContent));
      if (said.length) told = said;
    } catch { /* the sandbox has ended */ }
    moved.hidden = false; // shown first: what then comes into it is said aloud
    moved.replaceChildren(...told);
    move(false);
  });
})();
