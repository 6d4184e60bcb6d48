/** A field as its form on the page calls it; its path where no form shows it. */
export const fieldLabel = (field: string): string => {
  const input = document.querySelector<HTMLInputElement>(`[name="${CSS.escape(field)}"]`);
  const legend = input?.querySelector(':scope > legend');
  const text = (input?.labels?.[0] ?? legend)?.textContent ?? '';
  // A field that is needed has a star beside its label.
  return text.replace(/\s*\*$/u, '') || field;
};
