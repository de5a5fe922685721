/**
 * What a dashboard file may contain: Grafana's own types, with two differences. A string enum is the text it stands for, as
 * JSON has it; and what Grafana leaves open (targets, custom field options, overrides, transformations, links) is closed, so
 * that a misspelt field is found there, too.
 */
import type * as grafana from '@grafana/schema';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as stateTimeline from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as timeseries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

type Plain<T> = T extends string
  ? `${T}`
  : T extends readonly (infer U)[]
    ? Plain<U>[]
    : T extends object
      ? { [K in keyof T]: Plain<T[K]> }
      : T;

interface DataLink {
  targetBlank: boolean;
  title: string;
  url: string;
}

/** Of the Prometheus plugin. */
interface Query {
  datasource: grafana.DataSourceRef;
  editorMode: 'code';
  expr: string;
  format: 'table' | 'time_series';
  instant: boolean;
  legendFormat: string;
  range: boolean;
  refId: string;
}

/** Of the Prometheus plugin, which reads these beside the annotation's own fields. */
interface QueriedAnnotation extends Plain<Omit<grafana.AnnotationQuery, 'target'>> {
  expr: string;
  step: string;
  tagKeys: string;
  textFormat: string;
  titleFormat: string;
  useValueForTime?: boolean;
}

interface BuiltInAnnotation extends Plain<Omit<grafana.AnnotationQuery, 'target'>> {
  builtIn: 1;
}

interface Merge {
  id: 'merge';
  options: Record<string, never>;
}

interface Organize {
  id: 'organize';
  options: {
    excludeByName: Record<string, true>;
    includeByName: Record<string, true>;
    indexByName: Record<string, number>;
    renameByName: Record<string, string>;
  };
}

type Override<Custom> = {
  matcher: { id: 'byName' | 'byFrameRefID'; options: string };
  properties: (
    | { id: 'links'; value: DataLink[] }
    | { id: 'mappings'; value: Plain<grafana.ValueMapping>[] }
    | { id: 'thresholds'; value: Plain<grafana.ThresholdsConfig> }
    | { id: 'unit'; value: string }
    | { [K in keyof Custom & string]: { id: `custom.${K}`; value: Exclude<Custom[K], undefined> } }[keyof Custom & string]
  )[];
};

interface PanelOf<Type extends string, Options, Custom>
  extends Plain<
    Omit<grafana.Panel, 'type' | 'options' | 'fieldConfig' | 'targets' | 'links' | 'transformations' | 'pluginVersion'>
  > {
  type: Type;
  options: Plain<Options>;
  pluginVersion: string;
  fieldConfig: {
    defaults: Plain<Omit<grafana.FieldConfig, 'custom' | 'links'>> & { custom?: Plain<Custom>; links?: DataLink[] };
    overrides: Override<Plain<Custom>>[];
  };
  links?: DataLink[];
  targets: Query[];
  transformations?: (Merge | Organize)[];
}

type Panel =
  | PanelOf<'stat', stat.Options, {}>
  | PanelOf<'state-timeline', stateTimeline.Options, stateTimeline.FieldConfig & { insertNulls: false; spanNulls: false }>
  | PanelOf<'table', table.Options, table.FieldConfig & { width?: number }>
  | PanelOf<'timeseries', timeseries.Options, timeseries.FieldConfig>;

/** A folded row has its panels in it. */
interface Row extends Plain<Omit<grafana.RowPanel, 'panels'>> {
  panels: Panel[];
}

interface Variable extends Plain<grafana.VariableModel> {
  definition?: string;
}

export interface Dashboard extends Plain<Omit<grafana.Dashboard, 'panels' | 'annotations' | 'templating'>> {
  annotations: { list: (BuiltInAnnotation | QueriedAnnotation)[] };
  panels: (Panel | Row)[];
  templating: { list: Variable[] };
}
