// What can be said of a rendered repository without installing it, each by the tool that will read it later.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { yaml } from './engine.mjs';

const parsedJson = (folder, path) =>
  JSON.parse(readFileSync(join(folder, path), 'utf8'));

/** Value files that switch on each part of the chart that is off by default. */
const CHART_VARIANTS = [
  {},
  { canary: { enabled: true, weight: 10, image: { tag: '0.2.0' } } },
];

function assertChart(context, folder) {
  const chart = join(folder, 'deploy/helm');
  context.run('helm', ['lint', '--strict', chart]);
  for (const [index, values] of CHART_VARIANTS.entries()) {
    const file = join(context.workspace, `values-${index}.json`);
    writeFileSync(file, JSON.stringify(values));
    const manifests = join(context.workspace, `manifests-${index}.yaml`);
    writeFileSync(
      manifests,
      context.run('helm', [
        'template',
        'proof',
        chart,
        '--namespace',
        'proof',
        '--values',
        file,
      ]),
    );
    const schemas = process.env.KUBERNETES_SCHEMA_DIR;
    assert.ok(schemas, 'KUBERNETES_SCHEMA_DIR is set by scripts/with-tools');
    context.run('kubeconform', [
      '-strict',
      '-summary',
      '-kubernetes-version',
      process.env.KUBERNETES_VERSION,
      '-schema-location',
      `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`,
      manifests,
    ]);
    const documents = yaml
      .parseAllDocuments(readFileSync(manifests, 'utf8'))
      .map(document => document.toJS())
      .filter(Boolean);
    assertHardened(documents, values);
  }
}

/** The promises of the chart that no schema knows. */
function assertHardened(documents, values) {
  const deployments = documents.filter(({ kind }) => kind === 'Deployment');
  assert.equal(deployments.length, values.canary?.enabled ? 2 : 1);
  for (const { metadata, spec } of deployments) {
    const pod = spec.template.spec;
    assert.equal(pod.automountServiceAccountToken, false, metadata.name);
    assert.equal(pod.securityContext.runAsNonRoot, true, metadata.name);
    assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault');
    for (const container of pod.containers) {
      assert.equal(container.securityContext.allowPrivilegeEscalation, false);
      assert.equal(container.securityContext.readOnlyRootFilesystem, true);
      assert.deepEqual(container.securityContext.capabilities.drop, ['ALL']);
      assert.ok(container.livenessProbe, 'a liveness probe');
      assert.ok(container.readinessProbe, 'a readiness probe');
      assert.ok(container.resources.requests.cpu, 'a CPU request');
      assert.ok(container.resources.limits.memory, 'a memory limit');
    }
  }
  const policies = documents.filter(({ kind }) => kind === 'NetworkPolicy');
  assert.ok(policies.length > 0, 'a NetworkPolicy');
  for (const { spec } of policies)
    assert.deepEqual([...spec.policyTypes].sort(), ['Egress', 'Ingress']);
}

/** Every expression of the dashboard must be PromQL: promtool reads each as a recording rule. */
function assertDashboard(context, folder) {
  const dashboard = parsedJson(folder, 'observability/dashboard.json');
  assert.ok(dashboard.title);
  const panels = dashboard.panels.flatMap(panel => [
    panel,
    ...(panel.panels ?? []),
  ]);
  const expressions = panels.flatMap(({ targets = [] }) =>
    targets.map(({ expr }) => expr),
  );
  assert.ok(expressions.length >= 4, 'a dashboard with something on it');
  const rules = join(context.workspace, 'dashboard-rules.json');
  writeFileSync(
    rules,
    JSON.stringify({
      groups: [
        {
          name: 'dashboard',
          rules: expressions.map((expr, index) => ({
            record: `dashboard:expression:${index}`,
            expr: expr
              .replace(/\$__(rate_interval|interval|range)/g, '5m')
              .replace(/\$\{?\w+(:\w+)?\}?/g, 'x'),
          })),
        },
      ],
    }),
  );
  context.run('promtool', ['check', 'rules', rules]);
}

function assertRules(context, folder) {
  const rules = join(folder, 'observability/rules.yaml');
  context.run('promtool', ['check', 'rules', '--lint=all', rules]);
  const tests = join(folder, 'observability/rules.test.yaml');
  assert.ok(existsSync(tests), 'observability/rules.test.yaml');
  context.run('promtool', ['test', 'rules', tests]);
  const alerts = yaml
    .parse(readFileSync(rules, 'utf8'))
    .groups.flatMap(group => group.rules)
    .filter(rule => rule.alert);
  assert.ok(alerts.length >= 2, 'alerts');
  for (const { alert, labels, annotations } of alerts) {
    assert.ok(labels.severity, `${alert} has a severity`);
    assert.match(annotations.runbook_url ?? annotations.runbook, /runbook/);
  }
}

function assertCompose(context, folder) {
  const model = JSON.parse(
    context.run('compose-go', ['--format', 'json', 'dev-compose.yaml'], folder),
  );
  assert.ok(Object.keys(model.services).length > 0);
}

function assertWorkflows(context, folder) {
  const workflows = join(folder, '.github/workflows');
  const files = readdirSync(workflows).map(file => join(workflows, file));
  assert.ok(files.length > 0);
  context.run('actionlint', ['-shellcheck=', '-pyflakes=', ...files]);
}

function assertMetadata({ answers, template }, folder) {
  const documents = path =>
    yaml
      .parseAllDocuments(readFileSync(join(folder, path), 'utf8'))
      .map(document => document.toJS());
  const [component] = documents('catalog-info.yaml');
  assert.equal(component.kind, 'Component');
  assert.equal(component.metadata.name, answers.name);
  assert.equal(component.metadata.description, answers.description);
  assert.equal(component.spec.owner, answers.owner);
  assert.equal(component.spec.system, answers.system);
  assert.equal(component.metadata.labels['companyos.io/tier'], answers.tier);
  assert.equal(
    component.metadata.labels['companyos.io/data-classification'],
    answers.dataClassification,
  );
  assert.equal(
    component.metadata.annotations['companyos.io/template'],
    `${template.name}@${template.version}`,
  );
  const [service] = documents('service.yaml');
  assert.equal(service.metadata.owner, answers.owner);
  const objectives = documents('docs/slo.yaml');
  assert.ok(objectives.some(({ kind }) => kind === 'SLO'));
  for (const { apiVersion } of objectives)
    assert.equal(apiVersion, 'openslo/v1');
  const pages = JSON.stringify(documents('mkdocs.yml')[0].nav).match(
    /[\w/-]+\.md/g,
  );
  assert.ok(pages.length >= 5);
  for (const page of pages)
    assert.ok(existsSync(join(folder, 'docs', page)), `docs/${page}`);
}

/**
 * The checks, by the sentence they prove. `reads` says which files a check looks at: combinations of answers
 * that make the same bytes there are checked once.
 */
export const staticChecks = {
  'the Helm chart renders, fits the Kubernetes schemas and is hardened': {
    reads: /^deploy\/helm\//,
    body: assertChart,
  },
  'the alert rules are accepted by Prometheus, and fire when they should': {
    reads: /^observability\/rules/,
    body: assertRules,
  },
  'every expression of the dashboard is PromQL': {
    reads: /^observability\/dashboard/,
    body: assertDashboard,
  },
  'the compose file fits the Compose specification': {
    reads: /^dev-compose\.yaml$/,
    body: assertCompose,
  },
  'the workflows are accepted by actionlint': {
    reads: /^\.github\//,
    body: assertWorkflows,
  },
  'the catalog, service and SLO files are what their readers expect': {
    reads: /^(catalog-info|service|mkdocs|docs\/slo)\.ya?ml$/,
    body: assertMetadata,
  },
};
