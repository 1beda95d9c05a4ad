import { useShadowRoot } from '@backstage/plugin-techdocs-react';
import { useEffect } from 'react';

/**
 * The portal's type in docs, and links that are told apart by more than their colour. The
 * kit's custom properties reach into the shadow tree; its style sheets do not.
 */
const RULES = `
  .md-typeset, .md-nav, .md-footer { font-family: var(--cos-font-text); }
  .md-typeset code, .md-typeset pre, .md-typeset kbd { font-family: var(--cos-font-mono); }
  .md-typeset a { text-decoration: underline; }
  .md-typeset h1 { font-size: 1.375rem; line-height: 1.75rem; font-weight: 600; }
  .md-typeset h2 { font-size: 1.125rem; line-height: 1.5rem; font-weight: 600; }
  .md-typeset h3 { font-size: 1rem; line-height: 1.5rem; font-weight: 600; }
  .md-typeset h4 { font-size: 0.875rem; line-height: 1.25rem; font-weight: 600; }
`;

/** Gives docs the look of the portal. Draws nothing itself. */
export function DocsLookAddon() {
  const shadowRoot = useShadowRoot();
  useEffect(() => {
    if (!shadowRoot) return undefined;
    const style = document.createElement('style');
    style.textContent = RULES;
    shadowRoot.appendChild(style);
    return () => style.remove();
  }, [shadowRoot]);
  return null;
}
