(() => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > window.innerWidth) faults.push(`it scrolls sideways: ${root.scrollWidth} of ${window.innerWidth} px`);
  if (!root.lang) faults.push("no language is told");

  // WCAG 2.1, relative luminance and contrast.
  const channels = c => c.match(/[\d.]+/g).map(Number);
  const luminance = c => {
    const [r, g, b] = channels(c).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const night = matchMedia("(prefers-color-scheme: dark)").matches;
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor, [, , , alpha = 1] = channels(c);
      if (alpha > 0) return c;
    }
    return night ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)";
  };
  let words = 0;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; n = texts.nextNode();) {
    const e = n.parentElement;
    if (!n.data.trim() || !e.getClientRects().length) continue;
    words++;
    const a = luminance(getComputedStyle(e).color), b = luminance(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)} of "${n.data.trim().slice(0, 40)}"`);
  }
  if (!words) faults.push("it shows no words");

  // Buttons are reached by the keyboard in the order in which they are seen.
  let below = -Infinity;
  for (const link of document.querySelectorAll("a[href]")) {
    const box = link.getBoundingClientRect();
    if (link.tabIndex !== 0) faults.push(`"${link.textContent}" is not reached by the keyboard in its turn`);
    if (box.bottom < below) faults.push(`"${link.textContent}" is reached after what stands below it`);
    if (!box.width || box.right > window.innerWidth) faults.push(`"${link.textContent}" is not seen whole`);
    below = box.top;
  }
  return faults;
})()
