import type { CaseResult, TestAnswer } from '../../api.js';
import type { Playground } from '../playground.js';
import { shortJson } from '../shown.js';
import { useStore } from '../store.js';

/** The cases of the test files: run all, see what failed, and open one in the exchange. */
export function TestsPanel({ playground }: { playground: Playground }) {
  const { tested, testedText, isTesting, text, workbench, areCasesThere } = useStore(playground);
  const problems = tested?.problems ?? workbench.testProblems;
  const isOld = tested !== undefined && testedText !== text;
  return (
    <div aria-busy={isTesting}>
      <div class="tests-head">
        <button type="button" disabled={isTesting} onClick={() => void playground.test()}>
          {isTesting ? 'Running…' : 'Run all tests'}
        </button>
        <span class="faint">
          {tested?.coverage && `${Math.floor(tested.coverage.percent)}% of the mapping reached. `}
          {isOld && 'The mapping has changed since.'}
        </span>
      </div>
      {problems.map(problem => (
        <p class="banner bad" key={problem}>
          {problem}
        </p>
      ))}
      {tested?.findings.some(({ level }) => level === 'error') && (
        <p class="banner">The mapping has errors, so nothing was run.</p>
      )}
      {areCasesThere && workbench.cases.length === 0 && problems.length === 0 && (
        <p class="empty">There is no test case yet. “Save as test” makes one of the exchange.</p>
      )}
      {tested && <Cases tested={tested} playground={playground} />}
    </div>
  );
}

/** What failed comes first. */
function Cases({ tested: { cases }, playground }: { tested: TestAnswer; playground: Playground }) {
  const inOrder = [...cases.filter(({ passed }) => !passed), ...cases.filter(({ passed }) => passed)];
  return (
    <ul class="cases">
      {inOrder.map(result => (
        <OneCase
          key={`${result.file}:${result.line} ${result.name}`}
          result={result}
          playground={playground}
        />
      ))}
    </ul>
  );
}

function OneCase({ result, playground }: { result: CaseResult; playground: Playground }) {
  const { file, line, name, operation, passed, problems } = result;
  const known = playground.state.workbench.cases.find(
    each => each.file === file && each.line === line && each.name === name,
  );
  return (
    <li>
      <span class={`tag ${passed ? 'good' : 'bad'}`}>{passed ? 'passed' : 'failed'}</span>
      <div>
        {known ? (
          <button type="button" class="link" onClick={() => playground.begin(known)}>
            {name}
          </button>
        ) : (
          name
        )}{' '}
        <span class="faint">{operation}</span>
        {problems.map(({ message, differences }) => (
          <div key={message} class="problem">
            <p>{message}</p>
            {differences.map(({ path, expected, actual }) => (
              <pre key={path} class="diff">
                {path}
                {'\n'}
                <del>- {shortJson(expected)}</del>
                {'\n'}
                <ins>+ {shortJson(actual)}</ins>
              </pre>
            ))}
          </div>
        ))}
      </div>
    </li>
  );
}
