import { MarkdownContent } from '@backstage/core-components';
import { useCallback, useMemo } from 'react';
import { demoteHeadings } from './demoteHeadings';
import { safeImageHref, safeLinkHref } from './safeHref';
import styles from './Markdown.module.css';

/** Props of {@link Markdown}. */
export interface MarkdownProps {
  /** GitHub flavoured Markdown; raw HTML in it is sanitized. */
  content: string;
  /** Address of the document, from which its relative links and images are resolved. */
  baseHref?: string;
}

/** Markdown as readable text. Its headings start at `h2`: the `h1` belongs to the page. */
export function Markdown({ content, baseHref }: MarkdownProps) {
  const demoted = useMemo(() => demoteHeadings(content), [content]);
  const link = useCallback(
    (href: string) => safeLinkHref(href, baseHref),
    [baseHref],
  );
  const image = useCallback(
    (href: string) => safeImageHref(href, baseHref),
    [baseHref],
  );
  return (
    <MarkdownContent
      className={styles.markdown}
      content={demoted}
      transformLinkUri={link}
      transformImageUri={image}
    />
  );
}
