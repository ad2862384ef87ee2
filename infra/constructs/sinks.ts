import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeliveryKind } from '../../shared/delivery/sink.ts';
import type { SinkConfig } from '../../shared/delivery/sinks/sink-config.ts';
import type { Platform } from './node-function.ts';
import { serviceMetric } from './observability.ts';

/** The secrets of the sinks that carry one of these kinds. */
export function sinkSecrets(sinks: readonly SinkConfig[], kinds: readonly DeliveryKind[]): string[] {
  return sinks.flatMap((sink) => {
    if (sink.type === 'csv') return [];
    const carried: readonly DeliveryKind[] = sink.type === 'braze-content-block' ? ['draft'] : sink.carries;
    return carried.some((kind) => kinds.includes(kind)) ? [sink.secret] : [];
  });
}

/** Somebody hears of a delivery that no repetition will bring. */
export function watchSinks(
  scope: Construct,
  { observability }: Platform,
  service: 'publish-insights' | 'detect-spikes',
): void {
  observability.alarm(scope, 'DeliveriesRefusedAlarm', {
    name: `deliveries-refused-${service}`,
    runbook: 'deliveries-refused',
    metric: serviceMetric(service, 'DeliveriesRefused', Duration.hours(1)),
    above: 0,
    impact:
      'A sink refused a review, an alert or a draft, or failed for a day; it is not tried again by itself.',
  });
}
