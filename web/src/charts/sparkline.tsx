const WIDTH = 200;
const HEIGHT = 40;

/** A small line of counts over days. Days of the chosen week, if given, are set off. Said in words by `label`. */
export function Sparkline(props: {
  values: readonly number[];
  label: string;
  emphasisFrom?: number;
  tall?: boolean;
}) {
  const { values } = props;
  if (values.length < 2) return null;
  const top = Math.max(1, ...values);
  const x = (index: number) => (index / (values.length - 1)) * WIDTH;
  const y = (value: number) => HEIGHT - 2 - (value / top) * (HEIGHT - 6);
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  const from = props.emphasisFrom ?? values.length;
  return (
    <svg
      class={props.tall === true ? 'sparkline sparkline-tall' : 'sparkline'}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={props.label}
    >
      {from < values.length && (
        <rect class="sparkline-week" x={x(from)} y="0" width={WIDTH - x(from)} height={HEIGHT} />
      )}
      <polygon class="sparkline-area" points={`0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}`} />
      <polyline class="sparkline-line" points={points.join(' ')} />
    </svg>
  );
}
