/** A PrometheusRule with one group; its rules are given as YAML flow. */
export function prometheusRule(rules: string, interval = ''): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: vision, namespace: shop }
spec: { groups: [{ name: vision, ${interval} rules: [${rules}] }] }
---
`;
}

/** A rule that records a query. */
export function record(expr: string, name = 'vision:value'): string {
  return `{ record: '${name}', expr: ${JSON.stringify(expr)} }`;
}

/** An alert that lacks nothing but a good query. */
export function alert(expr: string, fields = 'for: 5m,'): string {
  return `{ alert: Vision, expr: ${JSON.stringify(expr)}, ${fields}
    labels: { severity: page, team: vision },
    annotations: { summary: Vision fails, runbook_url: 'https://example.com/vision' } }`;
}

/** A ConfigMap with a dashboard of one panel. */
export function dashboard(expr: string, datasource: unknown = { type: 'prometheus' }): string {
  const json = JSON.stringify({ panels: [{ title: 'Vision', datasource, targets: [{ expr }] }] });
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: vision, namespace: shop }
data: { vision.json: ${JSON.stringify(json)} }
---
`;
}

/** A Deployment that runs Triton with more arguments; its image and resources may be others. */
export function triton(
  args: string,
  { release = '26.07', resources = '{ limits: { nvidia.com/gpu: 1 } }' } = {},
): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: vision, namespace: shop }
spec:
  selector: { matchLabels: { app: vision } }
  template:
    metadata: { labels: { app: vision } }
    spec:
      containers:
        - name: triton
          image: nvcr.io/nvidia/tritonserver:${release}-py3
          command: [tritonserver, ${args}]
          ports: [{ name: http, containerPort: 8000 }, { name: metrics, containerPort: 8002 }]
          resources: ${resources}
---
apiVersion: v1
kind: Service
metadata: { name: vision, namespace: shop, labels: { app: vision } }
spec:
  selector: { app: vision }
  ports: [{ name: http, port: 8000 }, { name: metrics, port: 8002 }]
---
`;
}

/** A ServiceMonitor of that Deployment's Service, its endpoint and more fields given as YAML flow. */
export function monitor(endpoint = '{ port: metrics }', more = ''): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: vision, namespace: shop }
spec: { selector: { matchLabels: { app: vision } }, endpoints: [${endpoint}], ${more} }
---
`;
}
