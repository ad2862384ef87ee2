import { COLOURS } from './review-charts.ts';

/** The style sheet of the review page: one column, light, prints on A4, works down to 360 px. */
export const PAGE_STYLE = `
:root{color-scheme:light;--ink:${COLOURS.ink};--quiet:${COLOURS.quiet};--line:${COLOURS.line};--accent:${COLOURS.accent};--soft:${COLOURS.accentSoft};--bad:#a8402b;--good:#2c6d53}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#f5f7f9;color:var(--ink);font:400 16px/1.65 Pretendard,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;word-break:keep-all;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
main,.top{max-width:1040px;margin:0 auto;padding:0 24px}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:16px;background:#fff;padding:8px 12px}
a{color:var(--accent);text-underline-offset:3px}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
h1,h2,h3,h4,p,ul,ol,dl,dd,blockquote{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:32px;font-weight:750;letter-spacing:-.02em;line-height:1.3}
h1 .range{font-size:18px;font-weight:500;color:var(--quiet);letter-spacing:0;white-space:nowrap;margin-left:6px}
h2{font-size:22px;font-weight:700;letter-spacing:-.015em;line-height:1.35}
h3{font-size:17px;font-weight:700;line-height:1.4}
h3.sub{margin:20px 0 4px}
h4{font-size:15px;font-weight:650}
section{margin-top:56px}
section>h2+*{margin-top:14px}
.top{padding-top:44px}
.brand{color:var(--accent);font-weight:650;margin-bottom:4px}
.lead{color:var(--quiet);font-size:15px;margin-top:4px!important;margin-bottom:14px;max-width:46em}
.quiet{color:var(--quiet);font-weight:400}.small{font-size:14px}
.empty{background:#fff;border:1px solid var(--line);border-radius:12px;padding:18px 20px;color:var(--quiet)}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin-top:24px}
.tile,.panel,.card{background:#fff;border:1px solid var(--line);border-radius:12px}
.tile{padding:16px 18px}
.tile dt{color:var(--quiet);font-size:14px}
.number{font-size:30px;font-weight:700;letter-spacing:-.02em;line-height:1.25}
.unit{margin-left:2px;font-size:16px;font-weight:500}
.tile .note{color:var(--quiet);font-size:13px;line-height:1.45;margin-top:2px}
.news{background:#fff;border:1px solid var(--line);border-radius:12px;padding:8px 22px}
.news li{padding:12px 0 12px 20px;position:relative;font-size:17px;line-height:1.6}
.news li+li{border-top:1px solid var(--line)}
.news li::before{content:"";position:absolute;left:0;top:22px;width:8px;height:8px;border-radius:50%;background:#97a3af}
.news .bad::before{background:var(--bad)}.news .good::before{background:var(--good)}
.cards{display:grid;gap:16px}
.card{padding:22px 24px}
.card-head{display:flex;align-items:flex-start;gap:14px}
.card-head>div{flex:1;min-width:0}
.rank{flex:none;width:30px;height:30px;border-radius:8px;background:var(--ink);color:#fff;font-weight:700;display:grid;place-items:center;font-size:15px;margin-top:2px}
.card h3{font-size:19px}
.stage{color:var(--quiet);font-size:15px}
.count{white-space:nowrap}
.card-body{display:grid;grid-template-columns:372px minmax(0,1fr);gap:28px;margin-top:14px}
.facts dl{font-size:15px}
.facts dl>div{display:flex;gap:12px;padding:3px 0}
.facts dt{color:var(--quiet);flex:0 0 108px}
.facts dd{flex:1;min-width:0}
.spark{margin-top:10px}
.voices h4,.terms .quiet{font-size:14px;color:var(--quiet);font-weight:500}
.quotes{display:grid;gap:12px;margin-top:6px}
.quotes li{border-left:3px solid var(--soft);padding:1px 0 1px 14px}
blockquote{font-size:16px;line-height:1.6}
mark{background:#ffecb3;color:inherit;border-radius:3px;padding:1px 1px}
.source{color:var(--quiet);font-size:13.5px;margin-top:2px}
.stars{color:#a86a00;letter-spacing:.5px}.stars .off{color:#cfd6dd}
.terms{margin-top:12px;display:flex;flex-wrap:wrap;gap:6px;align-items:center}
.chip{background:#eef2f5;border-radius:999px;padding:2px 10px;font-size:14px}
.badge{display:inline-block;border-radius:6px;padding:1px 8px;font-size:14px;font-weight:600;white-space:nowrap}
.badge.up{background:#fbe9e4;color:var(--bad)}.badge.down{background:#e3f1eb;color:var(--good)}
.badge.flat{background:#eef2f5;color:var(--quiet);font-weight:500}
.badge.new,.badge.gap{background:#e4eef6;color:var(--accent)}
.panel{padding:18px 20px}
.chart svg,.spark svg{display:block;width:100%;height:auto}
.chart.narrow{display:none}
details.data{margin-top:8px;font-size:14px}
summary{cursor:pointer;color:var(--quiet);width:max-content;padding:4px 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:15px}
th,td{padding:8px 10px;text-align:left;border-bottom:1px solid #edf0f3;vertical-align:middle}
thead th{color:var(--quiet);font-weight:500;font-size:14px;white-space:nowrap}
tbody th{font-weight:600}
tbody tr:last-child>*{border-bottom:0}
.n{text-align:right;white-space:nowrap}
details.data td{text-align:right}details.data th{font-weight:400;white-space:nowrap}details.data thead th:not(:first-child){text-align:right}
.points{min-width:760px}.funnel{min-width:640px}
.bar-cell{white-space:nowrap}
.bar{display:inline-block;width:96px;height:8px;border-radius:4px;background:#edf0f3;vertical-align:middle;margin-right:8px;overflow:hidden}
.bar>span{display:block;height:100%;border-radius:4px;background:var(--accent)}
.bar.soft>span{background:#9db6c9}.bar.strong>span{background:var(--accent)}
.voices-bar>span{background:${COLOURS.neutral}}.voices-bar>span>span{display:block;height:100%;background:${COLOURS.negative}}
.sources{display:flex;flex-wrap:wrap;gap:6px 28px;margin-top:14px;padding-top:14px;border-top:1px solid var(--line);font-size:15px}
.sources strong{margin:0 8px}
.sources .quiet{font-size:14px}
.incidents,.campaigns{display:grid;gap:12px}
.incident,.campaign{display:grid;grid-template-columns:300px minmax(0,1fr);gap:24px}
.campaign{grid-template-columns:minmax(0,1fr) 340px;align-items:center}
.when{color:var(--quiet);font-size:15px}
.message{background:#f5f7f9;border-radius:8px;padding:10px 14px;margin:10px 0 8px;font-size:15px}
.echo{display:flex;align-items:center;gap:8px;font-size:14px;padding:3px 0}
.echo-name{flex:0 0 92px;color:var(--quiet)}.echo .bar{flex:1;width:auto;margin:0;height:10px}.echo strong{flex:0 0 48px;text-align:right}
.suggestions{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:12px}
.suggestion{display:flex;flex-direction:column;gap:8px}
.suggestion h4{font-size:18px;font-weight:700}.suggestion h4 .quiet{font-size:14px;margin-left:4px}
.suggestion .small{margin-top:auto}
.where{color:var(--quiet);font-size:14px}
.angle{font-size:14px;margin-left:4px}
.drafts li{background:#f5f7f9;border-radius:8px;padding:9px 13px;font-size:15px;line-height:1.55}
.drafts li+li{margin-top:6px}
.avoid{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px 28px}
.avoid p{font-size:15px;color:var(--quiet)}
.avoid strong{color:var(--bad)}
.notes{display:grid;grid-template-columns:1fr 1fr;gap:32px;font-size:15px}
.notes ul{margin-top:6px}
.notes li{padding-left:14px;position:relative;margin-top:6px}
.notes li::before{content:"";position:absolute;left:0;top:.72em;width:5px;height:5px;border-radius:50%;background:#b6bec8}
.made{color:var(--quiet);font-size:13px;margin-top:28px;padding:16px 0 48px;border-top:1px solid var(--line)}
.agenda{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:16px;font-size:15px}.agenda ol{display:flex;flex-wrap:wrap;gap:4px 20px}.agenda a{text-decoration:none}.agenda a:hover{text-decoration:underline}
a.trace{color:inherit;text-decoration-line:underline;text-decoration-style:dotted;text-decoration-color:#9aa7b3;text-decoration-thickness:1px}a.trace:hover{color:var(--accent);text-decoration-style:solid}
.why{font-size:13px;white-space:nowrap;margin-left:4px;text-decoration:none}.why::after{content:" ↓"}.why:hover{text-decoration:underline}
.open-lead{margin-top:20px!important}.answers,.health{min-width:520px}.answers th[scope=row]{width:32%}.answers td:nth-child(2){width:18%}.answers td:nth-child(3){width:24%}
.blank td{height:44px;border-left:1px dashed var(--line)}
.card,h2[id],section{scroll-margin-top:16px}
@media (max-width:860px){.tiles{grid-template-columns:repeat(2,1fr)}.card-body,.incident,.campaign,.notes{grid-template-columns:minmax(0,1fr);gap:16px}.suggestions,.avoid{grid-template-columns:minmax(0,1fr)}.spark{max-width:420px}}
@media screen and (max-width:600px){main,.top{padding:0 16px}.top{padding-top:28px}h1{font-size:26px}h1 .range{display:block;margin-left:0;font-size:16px}h2{font-size:20px}section{margin-top:44px}.answers,.health{min-width:0}.answers,.health,:is(.answers,.health) :is(tbody,tr,th,td){display:block}:is(.answers,.health) thead{display:none}:is(.answers,.health) tr{padding:10px 0}:is(.answers,.health) tr+tr{border-top:1px solid var(--line)}:is(.answers,.health) :is(th,td){width:auto!important;border:0;padding:2px 0;height:auto}:is(.answers,.health) td{padding-left:84px;text-indent:-84px}:is(.answers,.health) td::before{content:attr(data-label);display:inline-block;width:84px;text-indent:0;color:var(--quiet);font-size:14px}:is(.answers,.health) .badge{text-indent:0}.blank td{display:none!important}.tiles{gap:8px}.tile{padding:12px 14px}.number{font-size:25px}.card,.panel{padding:16px}.news{padding:4px 16px}.news li{font-size:16px}.chart.wide{display:none}.chart.narrow{display:block}.facts dt{flex-basis:96px}.sources li{width:100%}}
@page{size:A4;margin:13mm 12mm}
@media print{body{background:#fff;font-size:10.5pt;line-height:1.45;-webkit-print-color-adjust:exact;print-color-adjust:exact}main,.top{max-width:none;padding:0}.top{padding-top:0}section{margin-top:7mm}h1{font-size:21pt}h2{font-size:15pt;break-after:avoid}h3,h4,.lead{break-after:avoid}.number{font-size:18pt}.tile{padding:10px 12px}.news li,blockquote{font-size:10.5pt}.news li::before{top:18px}.card,.panel,.tile,.news li,tr,.quotes li{break-inside:avoid}.card{padding:14px 16px}.card-body{grid-template-columns:68mm minmax(0,1fr);gap:18px}.facts dl,table,.drafts li,.message,.avoid p,.notes{font-size:9.5pt}.points,.funnel{min-width:0}.scroll{overflow:visible}details.data,.skip,.agenda,.why{display:none}a.trace{text-decoration:none}.answers,.health{min-width:0}.blank td{height:9mm}.news{padding:2px 16px}.news li{padding:6px 0 6px 16px}.news li::before{top:13px!important}.panel{padding:10px 14px}.tiles{margin-top:14px;gap:8px}section[aria-labelledby=reasons]{break-before:page;margin-top:0}.badge,.chip,.lead,.source,.stage,.when,.where,.angle{font-size:9.5pt}.card h3{font-size:13pt}.source a{text-decoration:none}th,td{padding:5px 6px}.tiles{grid-template-columns:repeat(4,1fr)}.incident{grid-template-columns:62mm minmax(0,1fr)}.campaign{grid-template-columns:minmax(0,1fr) 70mm}.suggestions,.avoid,.notes{grid-template-columns:1fr 1fr}.chart.narrow{display:none}.chart.wide{display:block}}
`;
