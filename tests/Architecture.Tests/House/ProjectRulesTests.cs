namespace Architecture.Tests.House;

public sealed class ProjectRulesTests
{
    private static readonly IReadOnlyList<ProductProject> House = Repository.Projects;

    [Fact]
    public void The_house_was_found()
    {
        House.Count.ShouldBeGreaterThan(15);
        House.ShouldContain(p => p.Path == "clients/Printing/TicketFlow.Printing.csproj");
        House.Single(p => p.Path.EndsWith("TicketFlow.Agent.csproj", StringComparison.Ordinal)).Projects
            .ShouldContain("clients/Printing/TicketFlow.Printing.csproj");
    }

    [Fact]
    public void Clients_see_only_contracts_and_printing() =>
        ProjectRules.ClientsSeeOnlyContractsAndPrinting(House).ShouldBeEmpty();

    [Fact]
    public void Contracts_have_no_package_and_no_project() => ProjectRules.ContractsStandAlone(House).ShouldBeEmpty();

    [Fact]
    public void The_ipp_library_has_no_package_and_no_project() => ProjectRules.IppStandsAlone(House).ShouldBeEmpty();

    [Fact]
    public void Services_never_see_each_other() => ProjectRules.ServicesNeverSeeEachOther(House).ShouldBeEmpty();

    [Fact]
    public void Nobody_else_sees_services() => ProjectRules.ServicesAreSeenOnlyByThemselvesOperationsAndTests(House).ShouldBeEmpty();

    [Fact]
    public void Printing_knows_nothing_of_tickets() => ProjectRules.PrintingKnowsNothingOfTickets(House).ShouldBeEmpty();

    [Fact]
    public void Notifications_know_only_contracts() => ProjectRules.NotificationsKnowOnlyContracts(House).ShouldBeEmpty();

    [Fact]
    public void The_product_never_sees_tests() => ProjectRules.ProductNeverSeesTests(House).ShouldBeEmpty();

    [Fact]
    public void Package_versions_stand_in_one_place() => ProjectRules.VersionsStandInOnePlace(House).ShouldBeEmpty();

    [Theory]
    [InlineData("clients/Agent/A.csproj", "services/Messaging/M.csproj", nameof(ProjectRules.ClientsSeeOnlyContractsAndPrinting))]
    [InlineData("contracts/C/C.csproj", "clients/Printing/TicketFlow.Printing.csproj", nameof(ProjectRules.ContractsStandAlone))]
    [InlineData("clients/Ipp/TicketFlow.Ipp.csproj", "clients/Printing/TicketFlow.Printing.csproj", nameof(ProjectRules.IppStandsAlone))]
    [InlineData("services/Portal/P.csproj", "clients/Ipp/TicketFlow.Ipp.csproj", nameof(ProjectRules.ServicesNeverSeeEachOther))]
    [InlineData("services/Portal/P.csproj", "services/TicketServer/T.csproj", nameof(ProjectRules.ServicesNeverSeeEachOther))]
    [InlineData(
        "clients/Cli/C.csproj", "services/Messaging/M.csproj", nameof(ProjectRules.ServicesAreSeenOnlyByThemselvesOperationsAndTests))]
    [InlineData(
        "clients/Printing/TicketFlow.Printing.csproj",
        "contracts/TicketFlow.Contracts/TicketFlow.Contracts.csproj",
        nameof(ProjectRules.PrintingKnowsNothingOfTickets))]
    [InlineData(
        "clients/Notifications/TicketFlow.Notifications.csproj",
        "clients/Printing/TicketFlow.Printing.csproj",
        nameof(ProjectRules.NotificationsKnowOnlyContracts))]
    [InlineData("services/Portal/P.csproj", "tests/Testing/T.csproj", nameof(ProjectRules.ProductNeverSeesTests))]
    public void A_forbidden_reference_is_noticed(string from, string to, string rule)
    {
        ProductProject[] planted = [new(from, "A", [to], [], [])];
        Rules[rule](planted).ShouldBe([$"{from} -> {to}"]);
    }

    [Fact]
    public void A_version_in_a_project_file_is_noticed() =>
        ProjectRules.VersionsStandInOnePlace([new("a.csproj", "A", [], ["X"], ["X"])]).ShouldBe(["a.csproj pins X"]);

    [Fact]
    public void A_package_in_the_contracts_is_noticed() =>
        ProjectRules.ContractsStandAlone([new("contracts/C/C.csproj", "C", [], ["X"], [])]).ShouldBe(["contracts/C/C.csproj -> X"]);

    private static readonly Dictionary<string, Func<IEnumerable<ProductProject>, IEnumerable<string>>> Rules = new()
    {
        [nameof(ProjectRules.ClientsSeeOnlyContractsAndPrinting)] = ProjectRules.ClientsSeeOnlyContractsAndPrinting,
        [nameof(ProjectRules.ContractsStandAlone)] = ProjectRules.ContractsStandAlone,
        [nameof(ProjectRules.IppStandsAlone)] = ProjectRules.IppStandsAlone,
        [nameof(ProjectRules.ServicesNeverSeeEachOther)] = ProjectRules.ServicesNeverSeeEachOther,
        [nameof(ProjectRules.ServicesAreSeenOnlyByThemselvesOperationsAndTests)] =
            ProjectRules.ServicesAreSeenOnlyByThemselvesOperationsAndTests,
        [nameof(ProjectRules.PrintingKnowsNothingOfTickets)] = ProjectRules.PrintingKnowsNothingOfTickets,
        [nameof(ProjectRules.NotificationsKnowOnlyContracts)] = ProjectRules.NotificationsKnowOnlyContracts,
        [nameof(ProjectRules.ProductNeverSeesTests)] = ProjectRules.ProductNeverSeesTests,
    };
}
