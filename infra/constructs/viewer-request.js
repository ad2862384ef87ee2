// Runs at CloudFront before the cache (JavaScript runtime 2.0). Pages of the app are one file; the session cookie, which
// scripts cannot read, becomes the header that the gateway's authorizer reads.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const headers = request.headers;
  if (!request.uri.startsWith('/v1/')) {
    const file = request.uri.split('/').pop();
    if (file.indexOf('.') === -1) request.uri = '/index.html';
    return request;
  }
  // Whatever a viewer wrote there himself counts for nothing.
  headers['x-voc-viewer'] = { value: event.viewer.ip };
  headers['x-forwarded-host'] = { value: headers.host.value };
  const session = request.cookies['__Host-voc_session'];
  if (session && !headers.authorization) headers.authorization = { value: `Bearer ${session.value}` };
  // Only signing in and out reads cookies.
  if (!request.uri.startsWith('/v1/session/')) request.cookies = {};
  return request;
}
