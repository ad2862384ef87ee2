/** A table's columns: names of fields as tools use them, and what a Korean reader sees. Both lists have one order. */
export interface TableFields {
  readonly fields: readonly string[];
  readonly ko: readonly string[];
}

const columns = (fields: string, ko: string): TableFields => ({
  fields: fields.split(','),
  ko: ko.split(','),
});

/** Every table of a review, and the one-row table of a draft; the English headers are the fields themselves. */
export const TABLE_FIELDS = {
  hesitations: columns(
    'week,rank,code,reason,stageCode,stage,documents,customers,share,shareLow,shareHigh,changeRatio,changeLow,changeHigh,significant,negativeShare,status,terms,quote,documentId,owner,dueDate,note',
    '주,순위,사유코드,사유,단계코드,단계,건수,고객수,비중,비중 하한,비중 상한,이전 4주 대비(배),하한,상한,뚜렷한 변화,부정 비중,상태,주요 표현,인용,문서ID,담당,기한,메모',
  ),
  keywords: columns(
    'week,phrase,point,segment,said,gap,lift,liftLow,liftHigh,angle,drafts,quote,documentId',
    '주,표현,사유·단계,세그먼트,말한 문서 수,우리 메시지에 없음,클릭률 배수,하한,상한,제안 방향,문안 예시,인용,문서ID',
  ),
  avoid: columns('week,term,reason,messages', '주,표현,이유,메시지 수'),
  answers: columns('week,about,name,owner,dueDate,overdue,note', '주,종류,이름,담당,기한,기한 지남,메모'),
  reasons: columns(
    'week,code,reason,documents,share,shareLow,shareHigh,changeRatio,changeLow,changeHigh,significant',
    '주,사유코드,사유,건수,비중,비중 하한,비중 상한,이전 4주 대비(배),하한,상한,뚜렷한 변화',
  ),
  stages: columns(
    'week,stageCode,stage,entered,completed,documents,negative',
    '주,단계코드,단계,진입,완료,목소리,부정',
  ),
  daily: columns('day,documents,negative,neutral,positive', '날짜,건수,부정,중립,긍정'),
  alerts: columns(
    'week,id,series,startedAt,endedAt,documents,expected,status,codes,terms,owner',
    '주,ID,대상,시작,끝,건수,평소,상태,사유,주요 표현,담당',
  ),
  campaigns: columns(
    'week,campaign,sentAt,delivered,clicked,unsubscribed,days,doubtsBefore,doubtsAfter,text',
    '주,캠페인,발송,도달,클릭,수신거부,비교 일수,발송 전 의심,발송 후 의심,문구',
  ),
  quotes: columns(
    'week,pointId,source,day,rating,sentiment,quote,documentId',
    '주,포인트,채널,날짜,별점,감정,인용,문서ID',
  ),
  draft: columns(
    'id,week,code,stage,segment,phrase,text,tag,metric,baseline,minimumEffect,perVariant',
    'ID,주,사유코드,단계코드,세그먼트,표현,문안,캠페인 태그,비교할 지표,평소 비율,알아볼 차이,한쪽 발송 수',
  ),
} as const satisfies Record<string, TableFields>;

export type TableName = keyof typeof TABLE_FIELDS;
export const TABLE_NAMES = Object.keys(TABLE_FIELDS) as [TableName, ...TableName[]];

/** A column of a file for another tool: its name for one of our fields. */
export interface ColumnChoice {
  readonly header: string;
  readonly field: string;
}
