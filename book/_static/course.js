// What the theme leaves out for keyboards and screen readers.
document.addEventListener("DOMContentLoaded", () => {
  for (const toggle of document.querySelectorAll("summary:has(> .toctree-toggle)")) {
    const link = toggle.closest("li")?.querySelector("a");
    toggle.setAttribute("aria-label", `Sections of ${link?.textContent.trim()}`);
  }
  // What scrolls sideways can be reached with the Tab key.
  for (const region of document.querySelectorAll(".pst-scrollable-table-container, .bd-article pre")) {
    region.tabIndex = 0;
  }
});
