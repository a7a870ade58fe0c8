/* global document, location, HTMLSelectElement, URLSearchParams */
// The choices of the page become attributes of the feed.
const feed = document.getElementById('feed');
const form = document.getElementById('choices');

for (const [name, value] of new URLSearchParams(location.search)) {
  if (name === 'getToken') continue;
  feed.setAttribute(name, value);
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLSelectElement) field.value = value;
}

form.addEventListener('change', ({ target }) => {
  if (target.type === 'checkbox') feed.toggleAttribute(target.name, target.checked);
  else feed.setAttribute(target.name, target.value);
});
form.addEventListener('submit', (event) => { event.preventDefault(); });
