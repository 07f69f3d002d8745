using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Tests.Format;

/// <summary>Vectors checked against Marten itself.</summary>
public sealed class EventAliasTests
{
    [Theory]
    [InlineData(typeof(TicketOpened), "ticket_opened")]
    [InlineData(typeof(SLABreached), "sla_breached")]
    [InlineData(typeof(TicketV2Opened), "ticket_v2_opened")]
    [InlineData(typeof(Order2Shipped), "order_2_shipped")]
    [InlineData(typeof(XMLImported), "xml_imported")]
    [InlineData(typeof(URL), "url")]
    [InlineData(typeof(ticketClosed), "ticket_closed")]
    [InlineData(typeof(Ticket_Closed), "ticket___closed")]
    [InlineData(typeof(IPAddressChanged), "ip_address_changed")]
    [InlineData(typeof(TicketSLA), "ticket_sla")]
    [InlineData(typeof(A), "a")]
    [InlineData(typeof(ÉtatChangé), "état_changé")]
    [InlineData(typeof(Gen<TicketOpened>), "Gen<TicketOpened>")]
    public void The_alias_is_the_one_Marten_gives(Type type, string alias) => EventAlias.For(type).ShouldBe(alias);

    [Fact]
    public void The_stored_type_name_has_the_assembly_without_version_and_a_plus_for_nesting() =>
        EventAlias.DotNetTypeName(typeof(TicketOpened))
            .ShouldBe("TicketFlow.EventStore.Tests.Format.EventAliasTests+TicketOpened, EventStore.Tests");

    public sealed record TicketOpened;

    public sealed record SLABreached;

    public sealed record TicketV2Opened;

    public sealed record Order2Shipped;

    public sealed record XMLImported;

    public sealed record URL;

#pragma warning disable IDE1006, CS8981 // The names are the vectors.
    public sealed record ticketClosed;
#pragma warning restore IDE1006, CS8981

    public sealed record Ticket_Closed;

    public sealed record IPAddressChanged;

    public sealed record TicketSLA;

    public sealed record A;

    public sealed record ÉtatChangé;

    public sealed record Gen<T>;
}
