// Every word of the page, Vietnamese and English. What the data says is not translated here.

const WORDS = {
  skip: ["Đến nội dung", "Skip to content"],
  brand: ["Chất lượng phục vụ người dân, doanh nghiệp", "How well Viet Nam's offices serve people and businesses"],
  loading: ["Đang tải…", "Loading…"],
  newEdition: ["Trang đã được thay bằng bản mới. Hãy tải lại trang.", "This page was replaced by a newer one. Reload it."],
  missingFile: ["Không mở được tệp số liệu của phần này. Hãy giữ thư mục data nằm cạnh index.html rồi tải lại.",
    "The data file of this part cannot be opened. Keep the data folder beside index.html and reload."],
  failed: ["Phần này không hiển thị được.", "This part cannot be shown."],
  nothing: ["Chưa có số liệu nào được công bố.", "No figures are published yet."],
  province: ["Tỉnh", "Province"], country: ["Cả nước", "Country"], units: ["Cơ quan, xã", "Units"],
  documents: ["Văn bản", "Documents"], parts: ["Các phần", "Parts"],
  themeAuto: ["Nền: tự động", "Theme: auto"], themeLight: ["Nền: sáng", "Theme: light"], themeDark: ["Nền: tối", "Theme: dark"],
  year: ["Năm", "Year"], half: ["Nửa năm", "Half-year"], quarter: ["Quý", "Quarter"], month: ["Tháng", "Month"],
  chooseProvince: ["Tỉnh, thành phố", "Province"], choosePeriod: ["Kỳ đánh giá", "Period"], chooseLevel: ["Cấp", "Level"],
  portal: ["Cổng Dịch vụ công quốc gia", "National portal"], letter: ["Công văn", "Official letter"],
  portal_legacy: ["Cổng Dịch vụ công quốc gia (bản cũ)", "National portal (old)"],
  provincial_system: ["Hệ thống của tỉnh", "Provincial system"],
  provisional: ["Tạm tính", "Provisional"], closed: ["Đã khóa kỳ", "Closed"], official: ["Chính thức", "Official"],
  provisionalNote: ["Kỳ chưa kết thúc, điểm còn thay đổi", "The period is still open, the score will move"],
  total: ["Tổng điểm", "Total score"], outOf: ["trên {0}", "out of {0}"],
  noTotal: ["Nguồn không công bố tổng điểm", "The source publishes no total"],
  sinceCutoff: ["so với {0}", "since {0}"], rank: ["Hạng", "Rank"], rankOf: ["{0} trên {1}", "{0} of {1}"],
  rankUp: ["lên {0} bậc", "up {0}"], rankDown: ["xuống {0} bậc", "down {0}"], rankSame: ["giữ hạng", "same rank"],
  sharedRank: ["Đồng điểm thì đồng hạng (1, 2, 2, 4)", "Ties share a rank (1, 2, 2, 4)"],
  median: ["Trung vị các tỉnh", "Median of the provinces"], medianHere: ["trung vị", "median"],
  sixGroups: ["Sáu nhóm chỉ số", "The six groups"],
  sixGroupsNote: ["Điểm mỗi nhóm trên điểm tối đa của nhóm.", "Score of each group out of its maximum."],
  medianNote: ["Vạch đứng: trung vị các tỉnh.", "The upright mark: the provinces' median."],
  notPublished: ["không công bố", "not published"],
  path: ["Đường đi của tổng điểm", "The total, cutoff by cutoff"],
  pathNote: ["Điểm rỗng, nét đứt: tạm tính. Chỗ đứt: không được so sánh, rê chuột để xem lý do.",
    "Hollow points and dashes: provisional. A gap: not to be compared, hover for the reason."],
  cohortChanged: ["Nhóm được xếp hạng không còn như lần trước", "The ranked cohort is not the one of the time before"],
  rankPath: ["Hạng trong cả nước", "Rank in the country"],
  moved: ["Vì sao tổng điểm thay đổi", "What moved the total"],
  movedNote: ["Từ {0} đến {1}: phần của từng nhóm, cộng lại đúng bằng thay đổi.",
    "From {0} to {1}: each group's part; they add up to the change exactly."],
  nothingMoved: ["Chưa có hai lần chốt so sánh được trong kỳ này.", "No two cutoffs of this period can be compared yet."],
  before: ["Trước", "Before"], now: ["Nay", "Now"], remainder: ["Phần dư", "Remainder"],
  gaps: ["Còn mất điểm ở đâu", "Where points are left"],
  unitList: ["Danh sách", "The list"], otherFindings: ["Của các kỳ, nguồn khác ({0})", "Of other periods and sources ({0})"],
  gapsUnknown: ["Chưa nhận số hồ sơ của từng chỉ số thành phần, nên chưa nói được cần thêm bao nhiêu hồ sơ cho một điểm.",
    "The counts behind the components were not received, so it cannot be said how many cases one more point takes."],
  gapsNote: ["Khoảng cách đến điểm tối đa, lớn nhất trước.", "Distance to the maximum, largest first."],
  gap: ["Còn thiếu", "Left"], onePoint: ["Để thêm một điểm", "One more point takes"],
  onePointCases: ["{0}: {1} trường hợp nữa", "{0}: {1} more cases"],
  since: ["từ {0}", "since {0}"], streak: ["{0} lần chốt liền", "{0} cutoffs in a row"],
  onePointUnknown: ["chưa đủ số liệu hoặc công thức chưa kiểm chứng", "not enough data, or a formula not verified"],
  findings: ["Cần xem lại", "To look at"], noFindings: ["Không có gì cần xem lại.", "Nothing to look at."],
  warning: ["Lưu ý", "Mind"], info: ["Thông tin", "Note"], error: ["Lỗi", "Error"],
  calendar: ["Lịch thời điểm chốt", "Calendar of cutoffs"],
  calendarNote: ["Ngày đã lấy, bị lỡ hay bị từ chối. Ngày trống: không có gì được ghi nhận.",
    "Days taken, missed or refused. An empty day: nothing is on record."],
  taken: ["đã lấy", "taken"], missed: ["bị lỡ", "missed"], refused: ["bị từ chối", "refused"],
  showTable: ["Xem bảng số", "Show the figures"], source: ["Nguồn", "Source"], cutoff: ["Thời điểm chốt", "Cutoff"],
  score: ["Điểm", "Score"], delta: ["Tăng giảm", "Change"], rankChange: ["Đổi hạng", "Rank change"],
  maturity: ["Tình trạng", "Status"], reason: ["Lý do không so sánh", "Why not compared"], value: ["Giá trị", "Value"],
  provinceCount: ["{0} tỉnh, thành phố", "{0} provinces"], ownLine: ["Dòng «Cả nước» của nguồn", "The source's national line"],
  league: ["Bảng xếp hạng", "League table"], unit: ["Đơn vị", "Unit"],
  leagueNote: ["Chốt {0}. Bấm tiêu đề cột để sắp xếp.", "Cutoff {0}. Press a column's heading to sort."],
  smallMultiples: ["Sáu nhóm, từng tỉnh", "Six groups, province by province"],
  smallMultiplesNote: ["Mỗi đường một tỉnh; đường đậm là {0}, đường chấm là trung vị.",
    "A line is a province; the strong one is {0}, the dotted one the median."],
  heat: ["Bản đồ nhiệt tỉnh × nhóm", "Heat map, province × group"],
  heatNote: ["Màu rõ hơn là gần điểm tối đa của nhóm hơn.", "A stronger colour is nearer to the group's maximum."],
  heatLow: ["0 %", "0 %"], heatHigh: ["100 % điểm tối đa", "100 % of the maximum"],
  search: ["Tìm", "Search"], searchName: ["Tìm theo tên hoặc mã", "Search by name or code"],
  shown: ["{0} trên {1} dòng", "{0} of {1} rows"], more: ["Hiện thêm {0} dòng", "Show {0} more"],
  noMatch: ["Không có dòng nào khớp.", "No row matches."],
  agency: ["Sở, ban, ngành", "Agencies"], commune: ["Xã, phường, đặc khu", "Communes"],
  district: ["Huyện, thị xã, thành phố (cũ)", "Districts (former)"], ministry: ["Bộ, ngành", "Ministries"],
  movers: ["Lên, xuống nhiều nhất", "Largest moves"], risers: ["Lên", "Up"], fallers: ["Xuống", "Down"],
  noMovers: ["Chưa có hai lần chốt so sánh được, nên chưa nói được đơn vị nào lên hay xuống.",
    "No two cutoffs can be compared yet, so nobody is said to have risen or fallen."],
  rates: ["Nguồn công bố tỷ lệ (%), không công bố tổng điểm: không có tổng và không xếp hạng.",
    "The source publishes rates (%), no total: there is no total and no rank."],
  scores: ["Điểm đúng như nguồn công bố.", "Scores as the source publishes them."],
  unitsNote: ["{0}, chốt {1}. Mỗi cấp là một nhóm so sánh riêng.", "{0}, cutoff {1}. Each level is a cohort of its own."],
  documentsTitle: ["Văn bản và kỳ chụp đã nhận", "Letters and captures received"],
  documentsNote: ["Mỗi dòng một bộ số liệu, giữ nguyên như khi nhận; mã băm SHA-256 để đối chiếu.",
    "One set of figures a row, kept as received; the SHA-256 proves the bytes."],
  number: ["Số, loại", "Number, kind"], scope: ["Phạm vi", "Scope"], period: ["Kỳ", "Period"], received: ["Nhận lúc", "Received"],
  hash: ["Mã băm", "Hash"], values: ["Số liệu", "Values"], see: ["Xem", "See"], ask: ["Xem ở DuckDB", "In DuckDB"],
  query: ["Câu lệnh SQL", "SQL query"],
  capture: ["Kỳ chụp", "Capture"], superseded: ["đã có bản thay thế", "superseded"], mixed: ["lẫn hai lần cập nhật", "mixes two refreshes"],
  backToList: ["Về danh sách", "Back to the list"], tableNumber: ["Bảng {0}", "Table {0}"], provinceScores: ["Điểm của tỉnh", "The province's scores"],
  asPublished: ["Chữ số và thứ tự dòng đúng như văn bản; tên đơn vị theo danh mục.",
    "Digits and order of rows as in the document; names of units as listed."],
  place: ["Vị trí", "Place"], maximum: ["Tối đa", "Maximum"], indicator: ["Chỉ số", "Indicator"],
  close: ["Đóng", "Close"], document: ["Văn bản", "Document"], dated: ["ngày {0}", "of {0}"], basis: ["Cách tính", "Methodology"],
  between: ["từ {0} đến {1}", "between {0} and {1}"], exact: ["chính xác", "exact"],
  built: ["Dựng lúc {0} từ {1} kỳ chụp, {2} giá trị; thời điểm chốt mới nhất {3}.",
    "Built {0} from {1} sets, {2} values; newest cutoff {3}."],
  colophon: ["Số liệu đúng như nguồn đã công bố, kèm thời điểm chốt; giờ Việt Nam. Chỗ không so sánh được thì không tính tăng giảm.",
    "Figures as their sources published them, with their cutoffs; Viet Nam time. Where two must not be compared, no change is given."],
  licence: ["Biểu đồ: Apache ECharts (Apache-2.0).", "Charts: Apache ECharts (Apache-2.0)."],
};

let spoken = recalled("language") === "en" ? "en" : "vi";
const language = () => spoken;

/** A word in the language chosen, with {0}, {1} filled in. */
function say(key, ...parts) {
  const pair = WORDS[key];
  const text = pair ? pair[spoken === "vi" ? 0 : 1] : key;
  return parts.reduce((told, part, place) => told.replaceAll(`{${place}}`, part), text);
}

/** What the reader chose before; a browser may keep nothing, then nothing is recalled. */
function recalled(key) {
  try { return localStorage.getItem(`chiso766.${key}`); } catch { return null; }
}

function keep(key, value) {
  try { localStorage.setItem(`chiso766.${key}`, value); } catch { /* shown all the same */ }
}
