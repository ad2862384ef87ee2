import type { ComponentChildren } from 'preact';
import { type CsvCell, toCsv } from '../../../shared/delivery/to-csv.ts';
import { saveFile } from '../api/client.ts';
import { Icon } from '../components/icons.tsx';
import { useLanguage } from '../i18n/language.tsx';

/** A column of a chart's table; numbers stand right. */
export interface TableColumn {
  readonly name: string;
  readonly isNumber?: boolean;
}

/** What a cell shows, where that is not what its CSV has. */
export type TableCell = CsvCell | { readonly shown: ComponentChildren; readonly csv: CsvCell };

/**
 * A chart with the same numbers as a table, for who reads rather than looks, and as a CSV file. `name` names both; the
 * file is called after `file`.
 */
export function ChartWithTable(props: {
  name: string;
  file: string;
  columns: readonly TableColumn[];
  rows: readonly (readonly TableCell[])[];
  children: ComponentChildren;
}) {
  const { text } = useLanguage();
  const { columns, rows } = props;
  const save = () => {
    const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map(csvOf))];
    saveFile(`${props.file}.csv`, new Blob([toCsv(lines)], { type: 'text/csv;charset=utf-8' }));
  };
  return (
    <figure class="chart">
      {props.children}
      <figcaption class="chart-ways">
        <details>
          <summary>{text.chart.table}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the keyboard */}
          <section class="table-scroll" tabIndex={0} aria-label={text.chart.tableOf(props.name)}>
            <table class="data-table">
              <caption class="visually-hidden">{props.name}</caption>
              <thead>
                <tr>
                  {columns.map(({ name, isNumber }) => (
                    <th key={name} scope="col" class={isNumber === true ? 'number' : undefined}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={String(csvOf(row[0] ?? ''))}>
                    {row.map((cell, index) => {
                      const style = columns[index]?.isNumber === true ? 'number' : undefined;
                      const key = columns[index]?.name;
                      return index === 0 ? (
                        <th key={key} scope="row" class={style}>
                          {shownOf(cell)}
                        </th>
                      ) : (
                        <td key={key} class={style}>
                          {shownOf(cell)}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
        <button
          type="button"
          class="text-button"
          onClick={save}
          aria-label={text.chart.csvOf(props.name)}
          title={text.chart.csvOf(props.name)}
        >
          <Icon name="download" />
          CSV
        </button>
      </figcaption>
    </figure>
  );
}

function csvOf(cell: TableCell): CsvCell {
  return typeof cell === 'object' ? cell.csv : cell;
}

function shownOf(cell: TableCell): ComponentChildren {
  return typeof cell === 'object' ? cell.shown : cell;
}
