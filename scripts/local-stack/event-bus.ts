import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import * as z from 'zod';
import { ACCOUNT_ID, REGION } from './physical-names.ts';
import type { RulePlan } from './plan.ts';

export const PutEventsSchema = z.object({
  Entries: z.array(
    z.object({
      Source: z.string(),
      DetailType: z.string(),
      Detail: z.string(),
      EventBusName: z.string().default('default'),
      Resources: z.array(z.string()).default([]),
    }),
  ),
});

/** Events as EventBridge delivers them: appended to a file, and given to the targets of the rules that match. */
export function createEventBus(options: {
  file: string;
  rules: readonly RulePlan[];
  deliver(targetArn: string, event: unknown): void;
}): { put(request: z.output<typeof PutEventsSchema>, at: Date): string[] } {
  return {
    put(request, at) {
      return request.Entries.map((entry) => {
        const event = {
          version: '0',
          id: randomUUID(),
          'detail-type': entry.DetailType,
          source: entry.Source,
          account: ACCOUNT_ID,
          time: at.toISOString(),
          region: REGION,
          resources: entry.Resources,
          detail: JSON.parse(entry.Detail) as unknown,
        };
        const busName = entry.EventBusName.replace(/^.*event-bus\//, '');
        appendFileSync(options.file, `${JSON.stringify({ eventBusName: busName, ...event })}\n`, {
          mode: 0o600,
        });
        for (const rule of options.rules) {
          if (matches(rule, busName, entry))
            for (const target of rule.targetArns) options.deliver(target, event);
        }
        return event.id;
      });
    },
  };
}

function matches(
  { busName, pattern }: RulePlan,
  name: string,
  entry: { Source: string; DetailType: string },
): boolean {
  return (
    busName.replace(/^.*event-bus\//, '') === name &&
    (pattern.source?.includes(entry.Source) ?? true) &&
    (pattern['detail-type']?.includes(entry.DetailType) ?? true)
  );
}
