/**
 * The mark as SVG text, in `currentColor`. The favicon (`assets/mark.svg`) is the same drawing with
 * the accent of each mode.
 */
export const brandIcon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g fill="none" stroke="currentColor" stroke-width="2"><path d="M12 4v4.5M12 15.5V20"/><circle cx="12" cy="4" r="2" fill="currentColor"/><circle cx="12" cy="12" r="3.5"/><circle cx="12" cy="20" r="2" fill="currentColor"/></g></svg>';
