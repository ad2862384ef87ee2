/** The address of a dashboard page (`/voices/…`), or empty where the dashboard has no address yet. */
export function pageUrl(dashboardUrl: string, path: string): string {
  return dashboardUrl === '' ? '' : `${dashboardUrl.replace(/\/+$/, '')}${path}`;
}
