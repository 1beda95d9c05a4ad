import { forwardRef, type ReactNode } from 'react';

/** One cannot scroll with the keyboard what one cannot focus. */
const focusable = { tabIndex: 0 };

/** Text that keeps its lines and scrolls in its own box, by keyboard too. */
export const ScrollRegion = forwardRef<
  HTMLPreElement,
  {
    label: string;
    className: string;
    children: ReactNode;
    id?: string;
    hidden?: boolean;
  }
>(({ label, children, ...rest }, ref) => (
  <pre ref={ref} role="region" aria-label={label} {...focusable} {...rest}>
    {children}
  </pre>
));
ScrollRegion.displayName = 'ScrollRegion';
