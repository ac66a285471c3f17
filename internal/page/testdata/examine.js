// What is wrong with the page that this runs in.
(() => {
  const faults = [], root = document.documentElement;
  const shown = e => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden" && !e.closest(".unseen, .skip");
  const called = e => `${e.tagName.toLowerCase()}${e.id && "#" + e.id} "${(e.textContent || e.value || "").trim().slice(0, 40)}"`;
  if (root.scrollWidth > innerWidth) faults.push(`it scrolls sideways: ${root.scrollWidth} of ${innerWidth} px`);
  const frame = document.getElementById("frame"), inner = frame && frame.contentDocument.documentElement;
  if (inner && (inner.scrollWidth > frame.clientWidth || inner.scrollHeight > frame.clientHeight)) faults.push(`the letter scrolls in its frame: ${inner.scrollWidth}×${inner.scrollHeight} in ${frame.clientWidth}×${frame.clientHeight}`);
  if (!root.lang || !document.title) faults.push("its language or its title is missing");
  if (document.querySelectorAll("main").length !== 1) faults.push("it has no main part, or several");
  if (![...document.querySelectorAll("h1, h2")].some(shown)) faults.push("it has no heading");

  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`two are called #${id}`);
  for (const name of ["aria-labelledby", "aria-describedby", "for"]) for (const e of document.querySelectorAll(`[${name}]`))
    for (const id of e.getAttribute(name).split(" ")) if (!ids.includes(id)) faults.push(`${called(e)} names #${id}, which is not there`);

  // WCAG 2.1, relative luminance and contrast.
  const channels = c => c.match(/[\d.]+/g).map(Number);
  const luminance = c => {
    const [r, g, b] = channels(c).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor, [, , , alpha = 1] = channels(c);
      if (alpha > 0) return c;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; n = texts.nextNode();) {
    const e = n.parentElement;
    if (!n.data.trim() || !shown(e) || e.closest(":disabled")) continue;
    const a = luminance(getComputedStyle(e).color), b = luminance(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)} of ${called(e)}`);
  }

  // Whatever can be used has a name, is big enough to hit, is seen whole, and in
  // its section is reached in the order in which it is seen.
  const below = new Map();
  for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), textarea, summary, iframe")) {
    if (!shown(e)) continue;
    const box = e.getBoundingClientRect(), field = e.matches("input, textarea");
    const name = field ? e.labels.length && e.labels[0].textContent : e.title || e.getAttribute("aria-label") || e.textContent;
    if (!name || !name.trim()) faults.push(`${called(e)} has no name`);
    if (e.tabIndex !== 0) faults.push(`${called(e)} is not reached by the keyboard in its turn`);
    const alone = getComputedStyle(e).display !== "inline" || !e.closest("p, li, pre, td, span");
    const high = e.matches("button, .button, textarea, input:not([type=radio])") ? 44 : 24;
    if (alone && !e.matches("[type=radio]") && (box.height < high - 0.5 || box.width < 24)) faults.push(`${called(e)} is ${Math.round(box.width)}×${Math.round(box.height)} px`);
    if (box.left < -0.5 || box.right > innerWidth + 0.5) faults.push(`${called(e)} is not seen whole`);
    const section = e.closest("section, nav, header, form") || document.body;
    if (below.has(section) && box.bottom < below.get(section)) faults.push(`${called(e)} is reached after what stands below it`);
    below.set(section, box.top);
  }
  return faults;
})()
