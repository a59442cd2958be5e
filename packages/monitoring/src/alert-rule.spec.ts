import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { alertRule, escapeTemplate, type Alert } from './alert-rule.ts';

const base = planFixture();
const alert: Alert = {
  name: 'TritonExample',
  urgency: 'wake',
  expr: 'vector(1)',
  forSeconds: 120,
  summary: 'is an example',
  description: 'It says nothing.',
};

function ruleWith(alerts: Partial<typeof base.monitoring.alerts>, changes: Partial<Alert> = {}) {
  const monitoring = { ...base.monitoring, alerts: { ...base.monitoring.alerts, ...alerts } };
  return alertRule(planFixture({ monitoring }), { ...alert, ...changes });
}

describe('an alert rule', () => {
  it('says who is concerned, where, and what to do', () => {
    expect(alertRule(base, alert)).toEqual({
      alert: 'TritonExample',
      expr: 'vector(1)\n',
      for: '120s',
      labels: {
        severity: 'page',
        service: 'image-classification',
        team: 'vision',
        cluster: 'prod-us-east',
        receiver: 'ml-oncall',
      },
      annotations: {
        summary: 'image-classification on prod-us-east is an example',
        description: 'It says nothing.',
        runbook_url: 'https://git.example.com/acme/fleet/docs/runbooks/TritonExample',
      },
    });
  });

  it('has the severity that wakes only where somebody must act now', () => {
    expect(ruleWith({ severity: 'critical' }).labels?.severity).toBe('critical');
    expect(ruleWith({ severity: 'critical' }, { urgency: 'look' }).labels?.severity).toBe('warning');
  });

  it('has no team label without a team', () => {
    const service = { ...base.service, team: undefined };
    expect(alertRule(planFixture({ service }), alert).labels).not.toHaveProperty('team');
  });

  it('keeps its own labels when the environment sets the same ones', () => {
    expect(ruleWith({ labels: { cluster: 'elsewhere', tier: 'one' } }).labels).toMatchObject({
      cluster: 'prod-us-east',
      tier: 'one',
    });
  });

  it.each([
    ['https://runbooks.example.com', 'https://runbooks.example.com/TritonExample'],
    ['https://runbooks.example.com//', 'https://runbooks.example.com/TritonExample'],
  ])('links to its runbook below %s', (runbookUrl, expected) => {
    expect(ruleWith({ runbookUrl }).annotations?.runbook_url).toBe(expected);
  });

  it('has no runbook link where no base address is given', () => {
    expect(ruleWith({ runbookUrl: undefined }).annotations).not.toHaveProperty('runbook_url');
  });

  it('holds for at least two scrapes', () => {
    const monitoring = { ...base.monitoring, scrapeIntervalSeconds: 120 };
    expect(alertRule(planFixture({ monitoring }), alert).for).toBe('240s');
  });

  it('never runs what people wrote as a template', () => {
    const rule = ruleWith({ labels: { note: '{{ query "up" }}' }, runbookUrl: 'https://x.example/{{.}}' });
    expect(rule.labels?.note).toBe('{{ "{{" }} query "up" }}');
    expect(rule.annotations?.runbook_url).toBe('https://x.example/{{ "{{" }}.}}/TritonExample');
    expect(escapeTemplate('plain {text}')).toBe('plain {text}');
  });
});
