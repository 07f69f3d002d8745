namespace TicketFlow.Ops.Demo;

/// <summary>A person of the demonstration.</summary>
internal sealed record DemoPerson(string User, string Department, string CostCentre, string Agent, double Diligence);

/// <summary>A printer of the demonstration.</summary>
/// <param name="PagesPerMinute">Printed sides a minute.</param>
/// <param name="Frailty">How often it is in trouble; 1 is usual.</param>
internal sealed record DemoPrinter(string Name, string Site, string Location, bool Colour, int PagesPerMinute, double Frailty, int Number)
{
    /// <summary>RFC 5737, TEST-NET-1: nobody is there.</summary>
    public string Address => $"192.0.2.{Number + 10}:9100";
}

/// <summary>A department of the demonstration.</summary>
/// <param name="People">How many work there.</param>
/// <param name="Pages">Pages of its usual job.</param>
/// <param name="Colour">Share of jobs in colour.</param>
/// <param name="Printers">Where its people print: numbers of <see cref="DemoWorld.Printers"/>, the usual one first.</param>
internal sealed record DemoDepartment(string Name, string CostCentre, int People, double Pages, double Colour, int[] Printers);

/// <summary>Who and what there is: an office with six departments on two sites.</summary>
internal static class DemoWorld
{
    public const string Domain = "demo";

    private static readonly string[] FirstNames =
    [
        "ana", "ben", "carla", "david", "emma", "felix", "greta", "hugo", "ida", "jonas", "klara", "leo", "mia", "noah", "olga", "paul",
        "rosa", "simon", "tara", "viktor", "wanda", "yusuf", "zoe", "anton", "berta",
    ];

    public static readonly DemoDepartment[] Departments =
    [
        new("Sales", "4100", 12, 3, 0.35, [0, 1, 2, 3]),
        new("Engineering", "4200", 11, 6, 0.15, [4, 5, 6]),
        new("Accounting", "4300", 7, 4, 0.05, [7, 8, 1]),
        new("Legal", "4400", 5, 14, 0.04, [9, 10]),
        new("Marketing", "4500", 8, 5, 0.80, [11, 12, 3]),
        new("Warehouse", "4600", 7, 1.6, 0.02, [13, 14, 15, 16]),
    ];

    public static readonly IReadOnlyList<DemoPrinter> Printers = MakePrinters();

    public static readonly IReadOnlyList<DemoPerson> People = [.. Departments.SelectMany(MakePeople)];

    private static IEnumerable<DemoPerson> MakePeople(DemoDepartment department)
    {
        var offset = Departments.TakeWhile(d => d != department).Sum(d => d.People);
        for (var i = 0; i < department.People; i++)
        {
            var number = offset + i;
            var user = FirstNames[number % FirstNames.Length] + "." + (number < FirstNames.Length ? "berg" : "lind");
            // Some print much, most a little.
            yield return new DemoPerson(
                user, department.Name, department.CostCentre, "desk-" + user.Replace('.', '-'), 0.4 + (1.8 / (1 + (i % 5))));
        }
    }

    private static DemoPrinter[] MakePrinters()
    {
        (string Name, string Site, string Location, bool Colour, int Speed, double Frailty)[] made =
        [
            ("sales-1", "north", "north, 1st floor, corridor", true, 40, 1),
            ("sales-2", "north", "north, 1st floor, kitchen", false, 55, 0.7),
            ("sales-3", "north", "north, 2nd floor", false, 35, 1.4), ("photo", "north", "north, 2nd floor, studio", true, 20, 1.8),
            ("lab-1", "north", "north, 3rd floor, lab", false, 55, 0.8), ("lab-2", "north", "north, 3rd floor, lab", true, 40, 1),
            ("plotter", "north", "north, 3rd floor, drawing room", true, 4, 2.5),
            ("books-1", "north", "north, ground floor", false, 55, 0.6),
            ("books-2", "north", "north, ground floor", false, 35, 1.1), ("law-1", "north", "north, 4th floor", false, 70, 0.9),
            ("law-2", "north", "north, 4th floor", false, 35, 1), ("studio-1", "north", "north, 2nd floor, studio", true, 45, 1.3),
            ("studio-2", "north", "north, 2nd floor, studio", true, 30, 1.6), ("gate-1", "south", "south, gate 1", false, 25, 2.2),
            ("gate-2", "south", "south, gate 2", false, 25, 1.9), ("dock", "south", "south, loading dock", false, 25, 3),
            ("south-office", "south", "south, office", true, 35, 1), ("hall", "north", "north, ground floor, hall", true, 40, 1),
            ("board", "north", "north, 5th floor", true, 30, 0.3), ("archive", "south", "south, archive", false, 35, 0.5),
        ];
        return [.. made.Select((p, i) => new DemoPrinter("demo-" + p.Name, p.Site, p.Location, p.Colour, p.Speed, p.Frailty, i))];
    }
}
