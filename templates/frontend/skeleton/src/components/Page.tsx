import { useEffect, useRef, type ReactNode } from 'react';
import { words } from '../words/words.ts';

/** Props of {@link Page}. */
export interface PageProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

let isFirstPage = true;

/**
 * What every page is: a title in the window and one heading. After a navigation the heading gets the focus, so
 * that people who do not see the page hear that it is another one; not at the start, where nobody navigated.
 */
export function Page({ title, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirstPage) {
      heading.current?.focus();
      window.scrollTo(0, 0);
    }
    isFirstPage = false;
  }, []);
  return (
    <>
      <title>{`${title} – ${words.appName}`}</title>
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions}
      </div>
      {children}
    </>
  );
}
