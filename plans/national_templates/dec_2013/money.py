"""December 2013: schemes, contributions and money that comes with a purpose (domain.md 1.4, 1.6, 1.7)."""

from plans.models import (
    Benefit,
    Contribution,
    DistrictGrant,
    Districts,
    Investment,
    Milestone,
    Outcome,
    Pool,
    Scheme,
    Transfer,
    TransferLine,
    WholeSpend,
)
from plans.sections import CCG, COUNCIL, RowSpec, Section

PARTNERS = frozenset({COUNCIL, CCG})

INVESTMENTS = RowSpec(
    slug="investments",
    title="Investment lines",
    singular="investment line",
    model=Investment,
    fields=(
        "label",
        "year",
        "basis",
        "quantity",
        "rate",
        "unit",
        "units_per_period",
        "periods",
        "stated",
        "funding_source",
        "recurrent",
        "capital",
        "area_of_spend",
        "other_area",
        "commissioner",
        "nhs_share",
        "council_share",
        "provider_type",
        "spend_status",
    ),
    required=("label", "year", "funding_source", "recurrent", "capital"),
    parent="scheme",
    at_least=1,
)

BENEFITS = RowSpec(
    slug="benefits",
    title="Benefits",
    singular="benefit",
    model=Benefit,
    fields=(
        "label",
        "type",
        "beneficiary",
        "year",
        "quantity",
        "unit",
        "unit_price",
        "unit_price_high",
        "stated",
        "cohort",
        "recurrent",
        "how_calculated",
        "how_measured",
    ),
    required=("label",),
    parent="scheme",
)

OUTCOMES = RowSpec(
    slug="outcomes",
    title="Outcome statements",
    singular="outcome statement",
    model=Outcome,
    fields=("measure", "year", "change", "target", "baseline_period", "baseline"),
    required=("measure", "change"),
    parent="scheme",
    at_least=1,
)

MILESTONES = RowSpec(
    slug="milestones",
    title="Milestones of the scheme",
    singular="milestone",
    model=Milestone,
    fields=("label", "due_on"),
    required=("label", "due_on"),
    parent="scheme",
)

SCHEMES = Section(
    slug="schemes",
    title="Schemes",
    group="Money",
    rows=(
        RowSpec(
            slug="schemes",
            title="Schemes",
            singular="scheme",
            model=Scheme,
            fields=(
                "ref",
                "title",
                "title_inferred",
                "description",
                "concepts",
                "concepts_inferred",
                "service_group",
                "lead_commissioner",
                "lead_provider",
                "provider_type",
                "starts_on",
                "ends_on",
                "evidence",
                "scheme_type",
                "other_type",
                "sub_type",
                "output_first_year",
                "output_second_year",
                "output_unit",
                "stated_first_year",
                "stated_second_year",
                "source_note",
            ),
            required=("ref", "title", "description", "concepts", "lead_commissioner", "lead_provider"),
            at_least=1,
            children=(INVESTMENTS, BENEFITS, OUTCOMES, MILESTONES),
        ),
    ),
    labels={
        "output_first_year": "Output expected, 2014/15",
        "output_second_year": "Output expected, 2015/16",
        "stated_first_year": "Total stated elsewhere, 2014/15",
        "stated_second_year": "Total stated elsewhere, 2015/16",
    },
    page_per_row=True,
)

CONTRIBUTIONS = Section(
    slug="contributions",
    title="Contributions to the pool",
    group="Money",
    model=Pool,
    fields=(
        "agreed_first_year",
        "agreed_second_year",
        "unallocated_first_year",
        "unallocated_second_year",
        "unallocated_reason",
        "performance_linked",
    ),
    required=("agreed_first_year", "agreed_second_year"),
    rows=(
        RowSpec(
            slug="contributions",
            title="Contributions by organisation and source",
            singular="contribution",
            model=Contribution,
            fields=("organisation", "funding_source", "year", "amount", "previous_holder", "note"),
            required=("organisation", "funding_source", "year", "amount"),
            at_least=1,
        ),
    ),
    labels={
        "agreed_first_year": "Total agreed pool, 2014/15",
        "agreed_second_year": "Total agreed pool, 2015/16",
        "unallocated_first_year": "Not yet allocated to a scheme, 2014/15",
        "unallocated_second_year": "Not yet allocated to a scheme, 2015/16",
        "performance_linked": "Of the pool of 2015/16, depends on performance",
    },
    signed_by=PARTNERS,
)

TRANSFER = Section(
    slug="transfer",
    title="Use of the 2014/15 transfer",
    group="Money",
    model=Transfer,
    fields=("share", "use"),
    rows=(
        RowSpec(
            slug="uses",
            title="What the transfer pays for",
            singular="use of the transfer",
            model=TransferLine,
            fields=("label", "amount", "note"),
            required=("label", "amount"),
        ),
    ),
    signed_by=PARTNERS,
)

DISTRICTS = Section(
    slug="districts",
    title="District councils",
    group="Money",
    model=Districts,
    fields=("agreement",),
    rows=(
        RowSpec(
            slug="districts",
            title="Grants passed on to district councils",
            singular="district council",
            model=DistrictGrant,
            fields=("district", "year", "amount"),
            required=("district", "year", "amount"),
        ),
    ),
    signed_by=PARTNERS,
)

WHOLE_SPEND = Section(
    slug="whole-spend",
    title="All health and care spend",
    group="Money",
    rows=(
        RowSpec(
            slug="whole-spend",
            title="What each partner spends in all",
            singular="partner's spend",
            model=WholeSpend,
            fields=("organisation", "year", "amount", "source"),
            required=("organisation", "year", "amount"),
        ),
    ),
    signed_by=PARTNERS,
)
