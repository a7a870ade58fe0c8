(() => {
  const out = [];
  const hidden = (el) => {
    const style = getComputedStyle(el);
    return style.display === 'none' || style.visibility === 'hidden';
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.replace(/\s+/g, ' ');
      if (text !== '') out.push(text);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || ['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT'].includes(node.tagName) || hidden(node)) return;
    const block = !getComputedStyle(node).display.startsWith('inline');
    if (block) out.push('\n');
    const children = node.shadowRoot ? node.shadowRoot.childNodes : node.tagName === 'SLOT' && node.assignedNodes().length > 0 ? node.assignedNodes() : node.childNodes;
    for (const child of children) walk(child);
    if (block) out.push('\n');
  };
  walk(document.body);
  return out.join('').replace(/ *\n[\n ]*/g, '\n').trim();
})()
