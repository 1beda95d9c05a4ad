/** Props of {@link Mark}. */
export interface MarkProps {
  /** Width and height in CSS pixels; 24 without it. */
  size?: number;
}

/** The mark: a spine with three nodes, the middle one open. Decorative; name the thing beside it. */
export function Mark({ size = 24 }: MarkProps) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden>
      <g fill="none" stroke="currentColor" strokeWidth="2">
        <path d="M12 4v4.5M12 15.5V20" />
        <circle cx="12" cy="4" r="2" fill="currentColor" />
        <circle cx="12" cy="12" r="3.5" />
        <circle cx="12" cy="20" r="2" fill="currentColor" />
      </g>
    </svg>
  );
}
