import type { ArchiveEffect } from '../../../shared/domain/message-effect.ts';
import { useLanguage } from '../i18n/language.tsx';

/** Wider scales would press every usual effect into one spot. */
const WIDEST = 4;
const NARROWEST = 1.5;

/** Where each effect lies on a scale of ratios: the estimate as a dot, its 95 % interval as a line, 1 in the middle. */
export function EffectPlot({ effects }: { effects: readonly ArchiveEffect[] }) {
  const { text, format } = useLanguage();
  const reach = reachOf(effects);
  const at = (ratio: number) => `${placeOf(ratio, reach) * 100}%`;
  return (
    <div class="effects">
      <ul class="effects-rows">
        {effects.map(({ kind, name, lift, sends, outcome }) => {
          const shown = effectName(name, text.sentMessages.effectName);
          const [value, low, high] = [lift.value, lift.low, lift.high].map(format.ratio) as [
            string,
            string,
            string,
          ];
          return (
            <li key={`${kind} ${name}`} class={`effect effect-${judgementOf(lift, outcome)}`}>
              <span class="effect-name" aria-hidden="true">
                {shown}
              </span>
              <span class="effect-plot" aria-hidden="true">
                <span class="effect-one" style={{ left: at(1) }} />
                <span
                  class="effect-line"
                  style={{
                    left: at(lift.low),
                    width: `${(placeOf(lift.high, reach) - placeOf(lift.low, reach)) * 100}%`,
                  }}
                />
                <span class="effect-dot" style={{ left: at(lift.value) }} />
              </span>
              <span class="effect-value" aria-hidden="true">
                {text.sentMessages.times(value)}
              </span>
              <span class="visually-hidden">
                {text.sentMessages.effectSaid(shown, value, low, high, format.count(sends))}
              </span>
            </li>
          );
        })}
      </ul>
      <div class="effect effect-axis" aria-hidden="true">
        <span />
        <span class="effect-plot">
          {[1 / reach, 1, reach].map((tick) => (
            <span key={tick} class="effect-tick" style={{ left: at(tick) }}>
              {text.sentMessages.times(format.ratio(tick))}
            </span>
          ))}
        </span>
        <span />
      </div>
    </div>
  );
}

/** A feature in words; a word stands for itself. */
export function effectName(name: string, names: Readonly<Record<string, string>>): string {
  return names[name] ?? name;
}

/** Whether an effect stands beyond chance, and whether it is what one wants: fewer people leaving is better. */
export function judgementOf(
  { low, high }: ArchiveEffect['lift'],
  outcome: ArchiveEffect['outcome'],
): 'better' | 'worse' | 'unclear' {
  if (low <= 1 && high >= 1) return 'unclear';
  return low > 1 === (outcome !== 'leaving') ? 'better' : 'worse';
}

/** How far the scale goes up from 1, and down as its inverse. */
export function reachOf(effects: readonly Pick<ArchiveEffect, 'lift'>[]): number {
  const far = Math.max(1, ...effects.flatMap(({ lift }) => [lift.high, 1 / Math.max(lift.low, 1e-6)]));
  return Math.min(WIDEST, Math.max(NARROWEST, far));
}

/** The place of a ratio on the scale, 0…1; what lies beyond is at its end. */
export function placeOf(ratio: number, reach: number): number {
  const place = (Math.log(Math.max(ratio, 1e-6)) / Math.log(reach) + 1) / 2;
  return Math.min(1, Math.max(0, place));
}
