/** The failures that services and networks really give, as the SDK sees them on the wire. */
export type WireFailure = 'throttled' | 'internal' | 'reset';

/** What an HTTP handler of the SDK gives back. */
export interface WireResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

export function jsonResponse(statusCode: number, value: unknown): WireResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'simulated' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** A refusal in the JSON protocols of DynamoDB and SQS. */
export function jsonFailure(statusCode: number, type: string): WireResponse {
  return jsonResponse(statusCode, { __type: `com.amazonaws#${type}`, message: 'simulated' });
}

/** A connection that ends before the answer. */
export function connectionReset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'Error' });
}

/** The body of a request of the SDK, which gives strings and bytes. */
export function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
}
