import type { FaultPlan } from './fault-plan.ts';
import type { Kernel } from './kernel.ts';
import { connectionReset } from './wire-errors.ts';

export const SOURCE_HOST = 'helpdesk.test';

/** A ticket as the help desk shows it now. */
export interface Ticket {
  readonly id: number;
  readonly subject: string;
  readonly description: string;
  readonly status: 'open' | 'deleted';
  readonly created_at: string;
  readonly updated_at: string;
  readonly requester_id: number;
  readonly comment_count: number;
}

export interface Requester {
  readonly id: number;
  readonly name: string;
  readonly email: string;
}

/**
 * A help desk with the incremental export of Zendesk: each ticket stands once, where it last changed. Answers late,
 * wrong, in half or twice where the plan says so.
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports
 */
export function createSourceServer(kernel: Kernel, faults: FaultPlan) {
  let changes = 0;
  const tickets = new Map<number, { ticket: Ticket; change: number }>();
  const users = new Map<number, Requester>();
  let lastAnswer: string | undefined;

  function page(url: URL): string {
    const cursor = url.searchParams.get('cursor');
    const after = cursor === null ? 0 : Number(cursor.slice(1));
    const perPage = Number(url.searchParams.get('per_page'));
    const behind = [...tickets.values()]
      .filter(({ change }) => change > after)
      .sort((a, b) => a.change - b.change);
    const shown = behind.slice(0, perPage);
    const requesters = new Set(shown.map(({ ticket }) => ticket.requester_id));
    return JSON.stringify({
      tickets: shown.map(({ ticket }) => ticket),
      users: [...users.values()].filter(({ id }) => requesters.has(id)),
      after_cursor: `c${shown.at(-1)?.change ?? after}`,
      end_of_stream: shown.length === behind.length,
    });
  }

  async function answer(url: URL): Promise<Response> {
    const fault = faults.sourceFault();
    if (fault === 'reset') throw new TypeError('fetch failed', { cause: connectionReset() });
    if (fault === 'rate-limited') return new Response('', { status: 429, headers: { 'retry-after': '2' } });
    if (fault === 'broken') return new Response('busy', { status: 503 });
    const text = fault === 'repeated-page' && lastAnswer !== undefined ? lastAnswer : page(url);
    lastAnswer = text;
    const headers = { 'content-type': 'application/json' };
    return new Response(fault === 'half' ? text.slice(0, text.length / 2) : text, { headers });
  }

  const wired = (input: unknown): Promise<Response> => {
    const url = new URL(String(input));
    const call = { service: 'source', operation: 'GET', target: url.pathname } as const;
    return kernel.send(call, () => answer(url));
  };

  return {
    fetch: wired as typeof fetch,
    change(ticket: Ticket, requester: Requester): void {
      changes += 1;
      tickets.set(ticket.id, { ticket, change: changes });
      users.set(requester.id, requester);
    },
  };
}
export type SourceServer = ReturnType<typeof createSourceServer>;
