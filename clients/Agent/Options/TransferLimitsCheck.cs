using Microsoft.Extensions.Options;
using TicketFlow.Printing.Ipp;
using TicketFlow.Printing.Lpd;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Agent.Options;

// The compiler writes these checks from the options' attributes: nothing is looked up at run time.

[OptionsValidator]
internal sealed partial class RawTcpOptionsCheck : IValidateOptions<RawTcpOptions>;

[OptionsValidator]
internal sealed partial class LpdOptionsCheck : IValidateOptions<LpdOptions>;

[OptionsValidator]
internal sealed partial class IppTransferOptionsCheck : IValidateOptions<IppTransferOptions>;
