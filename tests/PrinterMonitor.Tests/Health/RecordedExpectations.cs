namespace PrinterMonitor.Tests.Health;

/// <summary>
/// What the reference mapping says of each recording: name, status, causes, activity, first page counter, supplies in order (percent, or
/// the raw level), trays in order (level/capacity), number of alerts that mean something. Figures only: the recordings are not ours.
/// </summary>
internal static class RecordedExpectations
{
    public const string Table = """
brother-hl-5370dw|Ready||Unknown|7792|0,-3,69%|0/50,-3/250|0
brother-hl-l8260cdw|Ready||Sleeping|42976|-3,-3,-3,-3,-3,56%,75%|-3/250,0/50,-3/250|0
brother-mfc-j5110dw-idle|Ready||Idle||||0
brother-mfc-j5110dw-tray1-missing|Offline|Offline|Unknown||||0
brother-mfc-j5110dw-tray2-missing|Offline|DeviceDown|Idle||||0
brother-mfc-l2710dw|Ready||Unknown||-3,96%|-3/250,-3/1,-3/250|0
canon-gp-4600s-excerpt|Warning|TonerLow|Unknown||0%,0%||2
canon-lbp6670|Ready||Unknown||70%||0
epson-bx525wd-excerpt|Ready||Unknown|0|?,?,?,?||0
epson-cw-c6500au|Warning|TonerLow|Idle|7389|86%,1%,1%,1%,50%|-2/-2,-2/-2|3
epson-l405-excerpt|Ready||Unknown|||-2/9000|0
epson-wf-c5790|Warning|TonerLow|Unknown||1%,1%,1%,1%|-2/80,-2/250|0
hp-m130nw|Ready||Unknown|15232|28%,71%|-3/150|0
hp-m252dw|Ready||Unknown||63%,63%,88%,36%|-2/1,-3/150|0
hp-m452nw|Ready||Unknown||54%,44%,76%,71%||0
hp-m880|Ready||Unknown||92%,16%,100%,70%,53%,58%,58%,58%,89%,84%,99%,97%,-3,-3,-3|0/100,200/500,300/1500,400/2000|0
hp-officejet-index0-excerpt|Ready||Unknown||86%,74%,95%,20%||0
hp-p1102w-excerpt|Ready||Unknown||70%||0
hp-p1505n-excerpt|Ready||Idle||||0
konica-accuriopress-prod|Warning|PaperLow,TonerLow|Unknown|438629|1,-3,-3,-3,-2,-2,-2,-2,-3|250/500,250/1000,600/2500,-3/250|2
konica-bizhub-25e|Warning|TonerLow|Unknown||8%,99%,58%,58%|-3/500,0/100|0
konica-bizhub-c250i|Warning|ServiceRequested|Unknown|33810|76%,78%,77%,86%,-3|500/500,500/500,0/150|0
konica-bizhub-c3110|Warning|Unspecified|Unknown||29%,31%,58%,83%,59%,79%,97%,78%,59%,78%,20%,71%,-3,68%,41%,45%,45%||0
kyocera-ecosys-p2040dw|Ready||Sleeping|7432|98%,-3|0/100,-3/250|3
kyocera-m8130cidn-excerpt|Warning|TonerLow|Unknown||||0
kyocera-taskalfa-trays-excerpt|Ready||Unknown|||0/150,500/500,400/500,1200/1500,1500/1500,0/500,1500/1500,1500/1500|0
kyocera-tk3130-excerpt|Ready||Unknown||26%,-3||0
lexmark-colour-excerpt|Ready||Unknown||-3,60%,100%,50%,100%,100%,100%,70%,?|-3/250,0/1,-3/1|0
ricoh-mp-c2503|Ready||Unknown|580249|80%,100%,30%,30%,20%|385/550,165/550,-3/100|0
sharp-mx-3570n|Warning|TonerLow|Unknown|121104|55%,19%,40%,34%,100,81%,81%,81%,95%,91%,91%,91%,74%,-2|0/100,181/550,181/550,181/550,368/550,-2/-2|0
sharp-mx-m266nv|Ready||Unknown|90474|75%,100,9,9,-2|0/100,-3/500,0/500,-2/-2|0
zebra-netlink|Ready||Idle||||0
""";

    /// <summary>Whether the device itself says that it does not print.</summary>
    public static bool IsOffline(string name) => Table.Contains($"{name}|Offline|", StringComparison.Ordinal);
}
