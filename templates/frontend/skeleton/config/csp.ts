/**
 * The one place that says what a page of this application may load and do. The production server sends it,
 * the browser tests run against it, and a CDN in front passes it on.
 */

/** Origins besides its own that the page may call, such as that of an API on another host. */
export interface SecurityPolicySettings {
  readonly connectOrigins: readonly string[];
}

/** Where browsers send what the policy has stopped; see server/beacons.ts. */
export const CSP_REPORT_PATH = '/csp-reports';

/**
 * The content security policy. Nothing is inline and nothing is evaluated, so it needs neither nonces nor
 * hashes, and pages can be cached. No code may make HTML out of text either: Trusted Types are required and
 * no policy that would make them exists.
 */
export function contentSecurityPolicy({ connectOrigins }: SecurityPolicySettings): string {
  const directives: readonly (readonly string[])[] = [
    ['default-src', "'none'"],
    ['script-src', "'self'"],
    ['style-src', "'self'"],
    ['img-src', "'self'"],
    ['font-src', "'self'"],
    ['manifest-src', "'self'"],
    ['connect-src', "'self'", ...connectOrigins],
    ['base-uri', "'none'"],
    ['form-action', "'self'"],
    ['frame-ancestors', "'none'"],
    ['require-trusted-types-for', "'script'"],
    ['trusted-types', "'none'"],
    ['report-uri', CSP_REPORT_PATH],
  ];
  return directives.map((directive) => directive.join(' ')).join('; ');
}

/** Features of the browser this application does not use; a script that got in can't either. */
const UNUSED_FEATURES = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'usb',
  'xr-spatial-tracking',
];

/** The headers of every answer, by their names. */
export function securityHeaders(
  settings: SecurityPolicySettings,
): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(settings),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy': UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
    'referrer-policy': 'strict-origin-when-cross-origin',
    // Browsers heed it over HTTPS only, so it does no harm on a laptop.
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    // For browsers that do not know frame-ancestors.
    'x-frame-options': 'DENY',
  };
}
