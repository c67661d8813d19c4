// What the law and the office's practice say about e-KTP, as values and pure functions: no clock, no disk, no framework.
export { documentCodes, documents, type DocumentCode, type DocumentFacts } from './documents.js';
export {
  serviceKindFacts,
  serviceKinds,
  type BiometricStep,
  type ServiceKind,
  type ServiceKindFacts,
  type Surrender,
} from './service-kinds.js';
export {
  fulfils,
  listRequirements,
  missingFrom,
  requirementsFor,
  type Applicant,
  type ListedRequirement,
  type Requirement,
} from './requirements.js';
export { serviceStandard, serviceStandards, type ServiceStandard, type StandardSettings } from './service-standard.js';
export {
  cardAge,
  earliestRecordingAge,
  birthFor,
  firstCardDay,
  obstaclesTo,
  type Candidate,
  type Obstacle,
} from './eligibility.js';
export type { Note } from './note.js';
export { ageOn } from './sixteen-digits.js';
export { readNik, type NikContext, type NikProblem, type NikReading, type NikWarning, type Sex } from './nik.js';
export { lookExchanged, readKk, type KkContext, type KkProblem, type KkReading, type KkWarning } from './kk.js';
export { bringAlong } from './bring-along.js';
export { maskName, maskNik, maskPhone } from './mask.js';
export { readName, type NameProblem, type NameReading } from './names.js';
export {
  areaBook,
  bareCode,
  loadAreas,
  type AreaBook,
  type AreaRows,
  type District,
  type HistoricArea,
  type Standing,
  type Village,
} from './areas.js';
export { comparableName, matchAreaName, type AreaAliases, type AreaMatch } from './match-area-name.js';
export { calendarSettings, weeklyHours, type CalendarSettings, type WeeklyHours } from './calendar-settings.js';
export { addDays, instantOf, officeDate } from './office-time.js';
export {
  addWorkingMinutes,
  endOfWorkingDay,
  isOpen,
  nextOpening,
  workingCalendar,
  workingMinutesBetween,
  type WorkingCalendar,
} from './working-calendar.js';
export {
  homePrefixes,
  officeFor,
  parseRegion,
  regionSettings,
  silenceIn,
  type Office,
  type Region,
  type Silence,
} from './region.js';
export {
  gradeOf,
  satisfactionIndex,
  satisfactionOfSums,
  surveyElements,
  type SurveyAnswers,
  type SurveyElement,
  type SurveyGrade,
  type SurveyResult,
  type SurveyScore,
} from './survey.js';
export {
  daysToPromise,
  measureService,
  promiseDates,
  type Promised,
  type PromiseDates,
  type Queues,
  type ServiceTime,
  type Span,
} from './service-clock.js';
export { readLedger, type Announced, type ServiceLedger } from './service-ledger.js';
