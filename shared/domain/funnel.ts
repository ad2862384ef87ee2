import * as z from 'zod';
import { CalendarDaySchema } from './input-document.ts';
import { FunnelStageSchema } from './taxonomy.ts';

/** One row of the funnel: how many entered a stage on a day, and how many completed it. */
export const FunnelStepSchema = z
  .object({
    date: CalendarDaySchema,
    stage: FunnelStageSchema,
    entered: z.coerce.number().int().min(0),
    completed: z.coerce.number().int().min(0),
  })
  .refine((step) => step.completed <= step.entered, { path: ['completed'], message: 'is more than entered' });
export type FunnelStep = z.infer<typeof FunnelStepSchema>;
