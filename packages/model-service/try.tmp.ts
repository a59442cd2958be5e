import { parseCluster, parseEnvironment, parseImageLock, parseModelService } from './src/index.ts';
import * as S from './src/sample-texts.ts';
import { readYaml } from './src/yaml-source.ts';
const show = (label: string, r: any) => { console.log('## ' + label); for (const f of r.findings.slice(0, 30)) console.log(JSON.stringify([f.rule, `${f.line}:${f.column}`, f.message.slice(0,300), f.fix]) + (f.related ? JSON.stringify(f.related.map((x: any) => `${x.line}:${x.column} ${x.message}`)) : '')); };
show('min', parseModelService('apps/sentiment/model-service.yaml', S.MINIMAL_SERVICE));
show('full', parseModelService('apps/image-classification/model-service.yaml', S.FULL_SERVICE));
show('cluster', parseCluster('clusters/prod-us-east/cluster.yaml', S.CLUSTER));
show('env', parseEnvironment('environments/production/environment.yaml', S.ENVIRONMENT));
show('lock', parseImageLock('environments/production/images.yaml', S.IMAGE_LOCK));
const m = (from: string, to: string) => S.MINIMAL_SERVICE.replace(from, () => to);
const names = ['../../etc/x','..','a/b','a\\b','C:x','%2e%2e','__proto__','constructor','toString','a'.repeat(64),'Foo','foo_bar','-a','a-','1abc','trit\u043en','\u202eabc','a\u200db','e\u0301','con','nul','platform','"a\\nb"','"a\\0b"','"a\\u2028b"','0777','1e3','~','', '[a]','on'];
for (const n of names) show('name ' + JSON.stringify(n), parseModelService('apps/sentiment/model-service.yaml', m('name: sentiment', 'name: ' + n)));
for (const n of ['../x','a b','-a','a" max_batch_size: 64','con','NUL.txt','a'.repeat(64)]) show('model ' + JSON.stringify(n), parseModelService('apps/sentiment/model-service.yaml', m('- name: sentiment', "- name: '" + n + "'")));
for (const t of ['a: &x 1\nb: *x\n', 'a: '.repeat(3), '['.repeat(20000), '- '.repeat(20000), 'x'.repeat(2e6), 'a: 1\na: 2\na: 3\n', 'a: !!js/function "x"\n', 'a: !!binary aGk=\n', 'a: 1\n---\nb: 2\n', 'b: {<<: {a: 1}}\n', '\ufeffa: 1\n', '\ufffd\ufffda\0:\0', 'a:\n\tb: 1\n', '', '# only\n', '---\n', '{a: 1,, b: 2}', '{a: 1', '"abc', '%YAML 1.1\n---\na: yes\n', '? [a]\n: 1\n', 'a: b: c\n', 'a:\n  b: 1\n c: 2\n', '&a '.repeat(3000), '- a\nb: 1\n', "a: 'x", 'a: @x\n', 'a: 9007199254740993\n','a: !!str 1\n','a: !foo 1\n','a: |\n  !x &y *z\n','a: x &y *z !q\n', '...\n', 'a: 1\n...\n', '--- a\n--- b\n','a: 1\r\nb: 2\r\n','a:\t1\n','\ta: 1\n']) { const s = performance.now(); const r = readYaml('f.yaml', t); show('yaml ' + JSON.stringify(t.slice(0, 40)) + ' ' + (performance.now() - s).toFixed(0) + 'ms ' + JSON.stringify(r.value), r); }
