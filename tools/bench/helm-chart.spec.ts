import { describe, expect, it } from 'vitest';
import { helmTemplate } from './helm-chart.ts';

describe('a Helm template', () => {
  it('runs over the services and takes what they share from the cluster', () => {
    const file = { path: 'a.yaml', texts: ['name: ', '\nhost: ', '\n'], slots: [1, 0] };
    expect(helmTemplate(file, 'shape0', new Set([0]))).toBe(
      '{{- $cluster := .Values.shape0.cluster }}{{- range $service := .Values.shape0.services }}\n' +
        '---\nname: {{ $service.v1 }}\nhost: {{ $cluster.v0 }}\n{{ end }}\n',
    );
  });

  it('hands on the templates of dashboards and alerts', () => {
    const file = { path: 'a.yaml', texts: ['legend: "{{pod}}"\n'], slots: [] };
    expect(helmTemplate(file, 'shape0', new Set())).toContain('legend: "{{ "{{" }}pod}}"\n');
  });
});
