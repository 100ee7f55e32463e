//! The small closed code lists of a declaration: its type, the kinds of guarantee, the Incoterms.
//!
//! They are part of what the program understands, so they are enums. Lists that grow without the program
//! (offices, packages, documents) are law, dated data, and live in [`crate::law`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Makes an enum whose cases are the codes of a list, with one check for text and `serde`.
macro_rules! code_list {
    ($(#[$doc:meta])* $name:ident, $(#[$err_doc:meta])* $err:ident, $message:literal,
     { $($(#[$case_doc:meta])* $case:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$case_doc])* $case,)+ }

        $(#[$err_doc])*
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[error($message)]
        pub struct $err;

        impl $name {
            /// Every case, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$case,)+];

            /// Returns the code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$case => $code,)+ }
            }
        }

        impl FromStr for $name {
            type Err = $err;
            fn from_str(text: &str) -> Result<Self, $err> {
                match text { $($code => Ok(Self::$case),)+ _ => Err($err) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

code_list!(
    /// The kind of procedure.
    DeclarationType,
    /// The text names no kind of procedure known here.
    NotADeclarationType,
    "not a declaration type: T1, TIR, EX or IM",
    {
        /// Transit of goods that are not in free circulation.
        T1 = "T1",
        /// Transit under a TIR carnet.
        Tir = "TIR",
        /// Export.
        Export = "EX",
        /// Import.
        Import = "IM",
    }
);

code_list!(
    /// Whether the goods are here already.
    AdditionalType,
    /// The text is neither of the two.
    NotAnAdditionalType,
    "not an additional declaration type: A (goods presented) or D (lodged before the goods)",
    {
        /// The goods are presented.
        Standard = "A",
        /// The declaration comes before the goods.
        PreLodged = "D",
    }
);

code_list!(
    /// The kind of a guarantee, by the codes of NCTS.
    GuaranteeType,
    /// The text names no kind of guarantee known here.
    NotAGuaranteeType,
    "not a guarantee type: 0, 1, 2, 3, 4, 5, 8, 9, A or B",
    {
        /// The holder need not give security.
        Waiver = "0",
        /// One guarantee for many movements.
        Comprehensive = "1",
        /// An undertaking of a guarantor for this movement.
        IndividualUndertaking = "2",
        /// Cash for this movement.
        IndividualCash = "3",
        /// A voucher of a flat amount.
        Voucher = "4",
        /// No security, because the amount is small.
        WaiverSmallAmount = "5",
        /// No security, because the holder is a public body.
        WaiverPublicBody = "8",
        /// An undertaking for several movements.
        MultipleUse = "9",
        /// No security, by agreement.
        WaiverByAgreement = "A",
        /// A TIR guarantee, which holds in every country of the journey.
        Tir = "B",
    }
);

impl GuaranteeType {
    /// Returns whether this kind is cited by a GRN. Waivers and TIR may have other references.
    pub const fn needs_grn(self) -> bool {
        match self {
            Self::Comprehensive
            | Self::IndividualUndertaking
            | Self::IndividualCash
            | Self::Voucher
            | Self::MultipleUse => true,
            Self::Waiver
            | Self::WaiverSmallAmount
            | Self::WaiverPublicBody
            | Self::WaiverByAgreement
            | Self::Tir => false,
        }
    }
}

code_list!(
    /// A delivery term of Incoterms 2020, or DAT of Incoterms 2010, which contracts still name.
    Incoterm,
    /// The text is not an Incoterm.
    NotAnIncoterm,
    "not an Incoterm, such as CFR, CIF, FOB or DAP",
    {
        /// Ex works.
        Exw = "EXW",
        /// Free carrier.
        Fca = "FCA",
        /// Free alongside ship.
        Fas = "FAS",
        /// Free on board.
        Fob = "FOB",
        /// Cost and freight.
        Cfr = "CFR",
        /// Cost, insurance and freight.
        Cif = "CIF",
        /// Carriage paid to.
        Cpt = "CPT",
        /// Carriage and insurance paid to.
        Cip = "CIP",
        /// Delivered at place.
        Dap = "DAP",
        /// Delivered at place unloaded.
        Dpu = "DPU",
        /// Delivered at terminal.
        Dat = "DAT",
        /// Delivered duty paid.
        Ddp = "DDP",
    }
);

impl Incoterm {
    /// Returns whether the price includes the freight to the named place.
    pub const fn includes_freight(self) -> bool {
        match self {
            Self::Cfr | Self::Cif | Self::Cpt | Self::Cip | Self::Dap | Self::Dpu | Self::Dat | Self::Ddp => {
                true
            }
            Self::Exw | Self::Fca | Self::Fas | Self::Fob => false,
        }
    }

    /// Returns whether the price includes the insurance.
    pub const fn includes_insurance(self) -> bool {
        match self {
            Self::Cif | Self::Cip | Self::Dap | Self::Dpu | Self::Dat | Self::Ddp => true,
            Self::Exw | Self::Fca | Self::Fas | Self::Fob | Self::Cfr | Self::Cpt => false,
        }
    }
}

/// The access code of a guarantee (an4). Debug output hides it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct AccessCode(String);

/// The text is not an access code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an access code: four letters or digits")]
pub struct NotAnAccessCode;

impl AccessCode {
    /// Returns the four characters, to be compared with what the guarantee keeps.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccessCode {
    type Err = NotAnAccessCode;
    fn from_str(text: &str) -> Result<Self, NotAnAccessCode> {
        let formed = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if formed { Ok(Self(text.to_owned())) } else { Err(NotAnAccessCode) }
    }
}

impl fmt::Debug for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessCode(****)")
    }
}

impl<'de> Deserialize<'de> for AccessCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
