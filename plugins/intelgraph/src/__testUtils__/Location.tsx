import { useLocation } from '../routing';

/** Lets a test see the URL. */
export function Location() {
  return <div data-location={useLocation().search} />;
}
