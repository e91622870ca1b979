import type {
  CasesAnswer,
  CheckAnswer,
  MappingFile,
  NamedCase,
  OperationForm,
  OutlineOperation,
  SaveAnswer,
  SaveCaseAnswer,
  SaveCaseRequest,
  SaveRequest,
  TestAnswer,
  Workbench,
} from '../api.js';
import type {
  CardStates,
  Fix,
  LiveRequest,
  Position,
  ReplyInput,
  RequestInput,
  RunAnswer,
  RunRequest,
  Story,
} from '../api-run.js';
import { Asking } from './asking.js';
import { ask, Refused } from './client.js';
import { Rewriting } from './exchange/rewriting.js';
import { Latest } from './latest.js';
import { begunAmong, nameOf } from './named-cases.js';
import { type Exchange, noExchange, type State } from './state.js';
import { whatHappened } from './story/what-happened.js';

/** Typing pauses for so long, in milliseconds, before it is looked at. */
const pause = 250;

/** What the page knows and does. */
export class Playground extends Asking {
  /** The editor scrolls to a place. */
  reveal: (position: Position) => void = () => undefined;
  /** It goes there with the cursor, and takes the focus. */
  show: (position: Position) => void = () => undefined;
  /** The editor makes the change that mends a finding. */
  mend: (fix: Fix) => void = () => undefined;
  /** Whether the operation was chosen before it was known where it stands. */
  private isToBeShown = false;
  private isSaving = false;
  private isToBeSaved = false;
  private readonly checks = new Latest(pause);
  private readonly runs = new Latest(pause);
  private readonly rewriting = new Rewriting();
  /** The operations whose exchange was changed by hand, and is not written down as a case. */
  private readonly changed = new Set<string>();
  /** What the real CRM made of each operation that was sent. */
  private readonly sent = new Map<string, Pick<State, 'story' | 'storyText'>>();

  constructor(workbench: Workbench) {
    super({
      workbench: { ...workbench, cases: [], fixtures: [], testProblems: [] },
      areCasesThere: false,
      text: workbench.mapping.text,
      saved: workbench.mapping,
      operation: workbench.operations[0]?.id ?? '',
      exchanges: {},
      begun: {},
      isLive: false,
      asksToWrite: false,
      isTesting: false,
      isGone: false,
      problems: {},
      notice: '',
    });
    this.check(true);
    void this.readCases();
  }

  get exchange(): Exchange {
    return this.state.exchanges[this.state.operation] ?? noExchange;
  }

  /** How the operation is asked for; absent of one that the mapping has not yet. */
  get form(): OperationForm | undefined {
    const { workbench, operation } = this.state;
    return workbench.operations.find(({ id }) => id === operation) ?? this.mapped?.form;
  }

  /** What the mapping makes of the operation; absent where it leaves it out. */
  get mapped(): OutlineOperation | undefined {
    return this.state.outline?.operations.find(({ id }) => id === this.state.operation);
  }

  get isEdited(): boolean {
    return this.state.text !== this.state.saved.text;
  }

  get isExchangeChanged(): boolean {
    return this.changed.size > 0;
  }

  /** Whether the operation that is chosen runs. */
  get isRunning(): boolean {
    return this.state.running === this.state.operation;
  }

  /** What a run takes. */
  get runRequest(): RunRequest {
    return { text: this.state.text, operation: this.state.operation, ...this.exchange };
  }

  edit(text: string): void {
    if (text === this.state.text) return;
    this.set({ text });
    this.check();
  }

  /** Goes to another operation, in the editor too. */
  choose(operation: string): void {
    this.turnTo(operation);
    if (this.mapped) this.reveal(this.mapped.range.from);
    // Where it stands, only the first check says.
    else this.isToBeShown = this.state.outline === undefined;
  }

  private turnTo(operation: string): void {
    this.open(operation);
    const first = this.state.workbench.cases.find(each => each.operation === operation);
    const known = this.state.exchanges[operation];
    if (known && known !== noExchange) this.run();
    else if (first) this.begin(first);
    else this.change(noExchange);
  }

  /** Nothing of another operation is shown. What goes to the real CRM goes on, and is there when one comes back. */
  private open(operation: string): void {
    if (!this.state.isLive) this.dropRun();
    const { story, storyText } = this.sent.get(operation) ?? {};
    this.set({ operation, story, storyText, before: undefined });
    this.forget('run', 'rewrite');
  }

  private dropRun(): void {
    this.runs.drop();
    this.set({ running: undefined });
  }

  /** Takes the exchange of a case. */
  begin(named: NamedCase): void {
    const { operation, request, replies, params, cards, clock } = named;
    if (operation !== this.state.operation) this.open(operation);
    this.set({ begun: { ...this.state.begun, [operation]: nameOf(named) } });
    this.forget('rewrite');
    this.changed.delete(operation);
    this.change({ request, replies, params, clock, ...(cards && { cards }) });
  }

  ask(request: RequestInput): void {
    this.forget('rewrite');
    this.changeByHand({ ...this.exchange, request });
  }

  /** Writes the request as the text of HTTP, or as fields. What the server cannot read stays as it is. */
  async rewrite(way: 'form' | 'raw'): Promise<void> {
    const { operation } = this.state;
    const { request } = this.exchange;
    if ('raw' in request === (way === 'raw')) return;
    await this.doing('rewrite', async () => {
      const other = await this.rewriting.other(operation, request);
      // What was typed meanwhile is not overwritten.
      if (this.state.operation !== operation || this.exchange.request !== request) return;
      this.change({ ...this.exchange, request: other });
    });
  }

  /** Without replies a step has none, and the run ends at its call. */
  reply(step: string, replies: readonly ReplyInput[]): void {
    const { [step]: _before, ...others } = this.exchange.replies;
    this.changeByHand({
      ...this.exchange,
      replies: replies.length > 0 ? { ...others, [step]: replies } : others,
    });
  }

  /** An empty value is none: the param has its default. */
  setParam(name: string, value: string): void {
    const { [name]: _before, ...others } = this.exchange.params;
    this.changeByHand({ ...this.exchange, params: value === '' ? others : { ...others, [name]: value } });
  }

  setCards(cards: CardStates | undefined): void {
    const { cards: _before, ...exchange } = this.exchange;
    this.changeByHand({ ...exchange, ...(cards && { cards }) });
  }

  setLive(isLive: boolean): void {
    this.dropRun();
    this.sent.clear();
    this.set({ isLive, story: undefined, before: undefined });
    this.forget('run');
    this.run();
  }

  /**
   * Runs the operation soon, once a text was understood. When it is live, only {@link send} does: nothing is sent for
   * a key that was hit.
   */
  run(now = false): void {
    if (this.state.outline && this.state.areCasesThere && !this.state.isLive)
      this.runs.ask(signal => this.runOnce(signal), now);
  }

  /** Runs it at once, and for real when it is live. */
  send(confirmWrites = false): void {
    this.set({ asksToWrite: false });
    this.runs.ask(
      signal => (this.state.isLive ? this.sendOnce(confirmWrites, signal) : this.runOnce(signal)),
      true,
    );
  }

  keepFromWriting(): void {
    this.set({ asksToWrite: false });
  }

  /**
   * One save at a time, or the page would take what it has just written for that of somebody else. What is typed
   * meanwhile is saved after it.
   */
  async save(): Promise<void> {
    this.isToBeSaved = true;
    if (this.isSaving) return;
    this.isSaving = true;
    try {
      do {
        this.isToBeSaved = false;
        await this.saveOnce();
      } while (this.isToBeSaved && this.isEdited && !this.state.conflict);
    } finally {
      this.isSaving = false;
    }
  }

  private async saveOnce(): Promise<void> {
    const { text, saved, workbench } = this.state;
    const { version } = saved;
    await this.doing('save', async () => {
      try {
        const answer = await ask<SaveAnswer>('save', { text, version } satisfies SaveRequest);
        const notice = `Saved ${workbench.mapping.name}`;
        this.set({ saved: { text, version: answer.version }, notice });
        // What check says of the file itself may be over.
        this.check(true);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.code === 'changed') this.set({ conflict: await ask<MappingFile>('file') });
        else if (error.code === 'gone') this.set({ conflict: 'gone' });
        else throw error;
      }
    });
  }

  /** What is in the editor takes the place of what is on disk, or of nothing. */
  async saveNevertheless(): Promise<void> {
    const { conflict } = this.state;
    if (!conflict) return;
    this.set({ saved: conflict === 'gone' ? {} : conflict, conflict: undefined });
    await this.save();
  }

  /** What is on disk takes the place of what is in the editor. */
  takeFromDisk(): void {
    const { conflict } = this.state;
    if (!conflict || conflict === 'gone') return;
    this.set({
      saved: conflict,
      text: conflict.text,
      conflict: undefined,
      notice: 'Took what is on the disk',
    });
    this.check();
  }

  keepEditing(): void {
    this.set({ conflict: undefined });
  }

  /**
   * Writes the exchange, and what comes of it, as a case.
   *
   * @throws Refused with the code `exists` when there is one of this name, and it is not to be replaced
   */
  async saveCase(name: string, replace: boolean): Promise<void> {
    const { exchange } = this;
    const request: SaveCaseRequest = { ...this.runRequest, name, replace };
    const { file, line, cases } = await ask<SaveCaseAnswer>('save-case', request);
    const { operation } = this.state;
    if (this.exchange === exchange) this.changed.delete(operation);
    const written = cases.find(each => each.file === file && each.line === line);
    this.takeCases({ cases });
    this.set({
      ...(written && { begun: { ...this.state.begun, [operation]: nameOf(written) } }),
      notice: `Wrote the case into ${file}`,
    });
    await this.test();
  }

  async test(): Promise<void> {
    const { text } = this.state;
    this.set({ isTesting: true });
    await this.doing('test', async () => {
      const tested = await ask<TestAnswer>('test', { text });
      this.set({ tested, testedText: text, notice: `${tested.passed} passed, ${tested.failed} failed` });
      // The test files were read anew for it, and may have changed.
      this.takeCases(await ask<CasesAnswer>('cases'));
    });
    this.set({ isTesting: false });
  }

  /** What was begun meanwhile stays. */
  private async readCases(): Promise<void> {
    await this.doing('cases', async () => {
      this.takeCases(await ask<CasesAnswer>('cases'));
    });
    this.set({ areCasesThere: true });
    if (this.exchange === noExchange) this.turnTo(this.state.operation);
    else this.run();
  }

  private takeCases(answer: Pick<CasesAnswer, 'cases'> & Partial<CasesAnswer>): void {
    const begun = begunAmong(answer.cases, this.state);
    this.set({ workbench: { ...this.state.workbench, ...answer }, begun });
  }

  private changeByHand(exchange: Exchange): void {
    this.changed.add(this.state.operation);
    this.change(exchange);
  }

  private change(exchange: Exchange): void {
    this.set({ exchanges: { ...this.state.exchanges, [this.state.operation]: exchange } });
    this.run();
  }

  protected goOn(): void {
    this.check(true);
  }

  private check(now = false): void {
    this.checks.ask(async signal => {
      const { text } = this.state;
      await this.doing('check', async () => {
        const checked = await ask<CheckAnswer>('check', { text }, signal);
        this.set({ checked, ...(checked.outline && { outline: checked.outline }) });
        if (this.isToBeShown && this.mapped) this.reveal(this.mapped.range.from);
        this.isToBeShown = false;
        if (checked.outline) this.run(true);
      });
    }, now);
  }

  private async runOnce(signal: AbortSignal): Promise<void> {
    const { runRequest } = this;
    this.set({ running: runRequest.operation });
    await this.doing('run', async () => {
      const { story } = await ask<RunAnswer>('run', runRequest, signal);
      // With errors in the mapping there is no new story; the findings say why.
      if (story) this.tell(story, runRequest.text);
    });
    if (!signal.aborted) this.set({ running: undefined });
  }

  private async sendOnce(confirmWrites: boolean, signal: AbortSignal): Promise<void> {
    const { text, operation } = this.state;
    const request: LiveRequest = { text, operation, request: this.exchange.request, confirmWrites };
    this.set({ running: operation });
    await this.doing('run', async () => {
      try {
        const { story } = await ask<RunAnswer>('live', request, signal);
        if (story) this.tell(story, text);
      } catch (error) {
        if (!(error instanceof Refused && error.code === 'writes')) throw error;
        this.set({ asksToWrite: this.state.operation === operation });
      }
    });
    if (!signal.aborted) this.set({ running: undefined });
  }

  private tell(story: Story, storyText: string): void {
    if (story.live) this.sent.set(story.operation, { story, storyText });
    if (story.operation !== this.state.operation) return;
    const { story: last } = this.state;
    const isOther = last && whatHappened(last) !== whatHappened(story);
    this.set({ story, storyText, ...(isOther && { before: last }) });
  }
}
