// Runs in a served page once all of it has arrived: starts the page, and lets the reader choose light or dark.
import { serve } from "./page.js";

document.getElementById("wp-theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `wp_theme=${root.dataset.theme}; path=${root.dataset.base}; max-age=31536000; samesite=lax`;
});
serve();
