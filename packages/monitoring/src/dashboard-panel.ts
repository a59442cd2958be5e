/** A Grafana panel without its place. */
export interface Panel {
  type: 'timeseries';
  title: string;
  fieldConfig: { defaults: FieldDefaults };
  targets: Target[];
}

interface FieldDefaults {
  unit: string;
  /** Lowest value of the axis. */
  min?: number;
  custom?: { thresholdsStyle: { mode: 'line' } };
  thresholds?: { mode: 'absolute'; steps: { color: string; value: number | null }[] };
}

interface Target {
  refId: string;
  legendFormat: string;
  expr: string;
}

/** Panels under one heading. */
export interface Row {
  title: string;
  panels: Panel[];
}

/** Grafana's unit ids. */
export type Unit = 'reqps' | 'percentunit' | 'ms' | 'short' | 'bytes';

/** What a panel draws. */
export interface Curves {
  series: [legend: string, expr: string][];
  /** Values that matter. */
  lines?: number[];
  /** Values may fall below zero. */
  negative?: boolean;
}

/** Curves over time. */
export function timeseries(title: string, unit: Unit, curves: Curves): Panel {
  const { series, lines = [], negative = false } = curves;
  return {
    type: 'timeseries',
    title,
    fieldConfig: { defaults: { unit, ...(negative ? {} : { min: 0 }), ...thresholdLines(lines) } },
    targets: series.map(([legendFormat, expr], index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      legendFormat,
      expr,
    })),
  };
}

function thresholdLines(lines: readonly number[]): Partial<FieldDefaults> {
  if (lines.length === 0) return {};
  return {
    custom: { thresholdsStyle: { mode: 'line' } },
    thresholds: {
      mode: 'absolute',
      steps: [{ color: 'green', value: null }, ...lines.map((value) => ({ color: 'red', value }))],
    },
  };
}
