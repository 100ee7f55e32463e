//! Published vectors and every size up to 64, so that others' tools agree with ours.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// The eight leaves that Certificate Transparency's implementations test with.
fn transparency_leaves() -> Vec<Hash> {
    let leaves =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    leaves.iter().map(|leaf| leaf_hash(&bytes(leaf))).collect()
}

#[test]
fn roots_are_those_of_certificate_transparency() {
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let leaves = transparency_leaves();
    for (size, expected) in roots.iter().enumerate() {
        assert_eq!(hex(&root(&leaves[..size])), *expected, "root of {size} leaves");
    }
}

#[test]
fn proofs_are_those_of_certificate_transparency() {
    let leaves = transparency_leaves();
    let proof = inclusion_proof(&leaves, 5).unwrap();
    let expected = [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(proof.iter().map(|hash| hex(hash)).collect::<Vec<_>>(), expected);
    let proof = consistency_proof(&leaves, 6).unwrap();
    let expected = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(proof.iter().map(|hash| hex(hash)).collect::<Vec<_>>(), expected);
}

fn numbered(count: usize) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

#[test]
fn every_inclusion_up_to_64_leaves_is_proved_and_nothing_else() {
    for size in 1..=64_usize {
        let leaves = numbered(size);
        let top = root(&leaves);
        for index in 0..size {
            let proof = inclusion_proof(&leaves, index).unwrap();
            let verify = |top: &Hash, size: usize, index: usize, leaf: &Hash, proof: &[Hash]| {
                verify_inclusion(top, size.try_into().unwrap(), index.try_into().unwrap(), leaf, proof)
            };
            assert_eq!(verify(&top, size, index, &leaves[index], &proof), Ok(()), "{index} of {size}");
            let other = leaf_hash(b"other");
            assert!(verify(&top, size, index, &other, &proof).is_err());
            assert!(verify(&other, size, index, &leaves[index], &proof).is_err());
            assert!(verify(&top, size, (index + 1) % size, &leaves[index], &proof).is_err() || size == 1);
            assert!(verify(&top, size, size, &leaves[index], &proof).is_err());
            assert!(verify(&top, size, index, &leaves[index], &[&proof[..], &[other]].concat()).is_err());
            if let Some((_, shorter)) = proof.split_last() {
                let cut = verify(&top, size, index, &leaves[index], shorter);
                assert_eq!(cut, Err(ProofFails::Length));
            }
            for at in 0..proof.len() {
                let mut altered = proof.clone();
                altered[at][31] ^= 1;
                assert!(verify(&top, size, index, &leaves[index], &altered).is_err());
                altered.remove(at);
                assert!(verify(&top, size, index, &leaves[index], &altered).is_err());
            }
        }
        assert_eq!(inclusion_proof(&leaves, size), None);
    }
}

#[test]
fn every_consistency_up_to_64_leaves_is_proved_and_nothing_else() {
    let all = numbered(64);
    for size in 0..=64_usize {
        let new_root = root(&all[..size]);
        for old in 0..=size {
            let old_root = root(&all[..old]);
            let proof = consistency_proof(&all[..size], old).unwrap();
            let verify = |old_root: &Hash, old: usize, new_root: &Hash, proof: &[Hash]| {
                verify_consistency(
                    old_root,
                    old.try_into().unwrap(),
                    new_root,
                    size.try_into().unwrap(),
                    proof,
                )
            };
            assert_eq!(verify(&old_root, old, &new_root, &proof), Ok(()), "{old} to {size}");
            let other = leaf_hash(b"other");
            assert!(verify(&other, old, &new_root, &proof).is_err(), "{old} to {size}");
            // Every log begins with the empty one, so its proof says nothing about the new root.
            assert!(verify(&old_root, old, &other, &proof).is_err() || old == 0);
            assert!(verify(&old_root, old, &new_root, &[&proof[..], &[other]].concat()).is_err());
            for at in 0..proof.len() {
                let mut altered = proof.clone();
                altered[at][0] ^= 1;
                assert!(verify(&old_root, old, &new_root, &altered).is_err());
                altered.remove(at);
                assert!(verify(&old_root, old, &new_root, &altered).is_err());
            }
        }
        assert_eq!(consistency_proof(&all[..size], size + 1), None);
        let size: u64 = size.try_into().unwrap();
        let longer = verify_consistency(&new_root, size + 1, &new_root, size, &[]);
        assert_eq!(longer, Err(ProofFails::Numbers));
    }
}

#[test]
fn a_frontier_is_restored_only_with_fitting_hashes() {
    let mut frontier = Frontier::default();
    numbered(11).into_iter().for_each(|leaf| frontier.append(leaf));
    let restored = Frontier::new(11, frontier.hashes().to_vec()).unwrap();
    assert_eq!((restored.root(), restored.size()), (root(&numbered(11)), 11));
    assert_eq!(Frontier::new(12, frontier.hashes().to_vec()), Err(NotAFrontier { size: 12, found: 3 }));
}

/// The key and the note with which Go's golang.org/x/mod/sumdb/note explains itself.
const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_SECRET: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const GO_TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const GO_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn a_note_of_go_is_verified_and_signed_alike() {
    let verifier: Verifier = GO_KEY.parse().unwrap();
    assert_eq!(verifier.to_string(), GO_KEY);
    assert_eq!(verifier.open(&format!("{GO_TEXT}\n{GO_LINE}")), Ok(GO_TEXT));
    let secret: [u8; 32] = STANDARD.decode(GO_SECRET).unwrap()[1..].try_into().unwrap();
    let signer = Signer::new("PeterNeumann", &secret).unwrap();
    assert_eq!(signer.verifier(), verifier);
    assert_eq!(signer.line(GO_TEXT), GO_LINE);
}

#[test]
fn the_key_of_the_go_checksum_database_is_read() {
    let key = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    assert_eq!(key.parse::<Verifier>().unwrap().to_string(), key);
    for wrong in [
        "sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "sum.golang.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "sum.golang.org+033de0ae+Ac4zctda0e5eza",
        "sum golang+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "",
    ] {
        assert_eq!(wrong.parse::<Verifier>(), Err(NotACheckpoint::Key), "{wrong}");
    }
}

fn checkpoint() -> (Checkpoint, Signer) {
    let signer = Signer::new("customs.example/log", &[7; 32]).unwrap();
    let origin = "customs.example/log".to_owned();
    (Checkpoint { origin, size: 3, root: root(&numbered(3)) }, signer)
}

#[test]
fn a_checkpoint_is_signed_and_opened() {
    let (checkpoint, signer) = checkpoint();
    let note = checkpoint.sign(&signer);
    assert_eq!(Checkpoint::open(&note, &signer.verifier()), Ok(checkpoint.clone()));
    // Somebody else's signature beside ours does no harm, and his alone is not enough.
    let other = Signer::new("witness.example", &[8; 32]).unwrap();
    let both = format!("{note}{}", other.line(&checkpoint.text()));
    assert_eq!(Checkpoint::open(&both, &signer.verifier()), Ok(checkpoint.clone()));
    assert_eq!(Checkpoint::open(&both, &other.verifier()), Ok(checkpoint.clone()));
    let his = checkpoint.sign(&other);
    let missing = NotACheckpoint::NotSigned("customs.example/log".into());
    assert_eq!(Checkpoint::open(&his, &signer.verifier()), Err(missing));
    let same_name = Signer::new("customs.example/log", &[9; 32]).unwrap();
    let missing = NotACheckpoint::NotSigned("customs.example/log".into());
    assert_eq!(Checkpoint::open(&note, &same_name.verifier()), Err(missing));
    assert!(!format!("{signer:?}").contains("0707"), "the secret is not shown");
}

#[test]
fn an_altered_checkpoint_is_refused() {
    let (checkpoint, signer) = checkpoint();
    let note = checkpoint.sign(&signer);
    let forged = Err(NotACheckpoint::Forged("customs.example/log".into()));
    assert_eq!(Checkpoint::open(&note.replace("\n3\n", "\n4\n"), &signer.verifier()), forged);
    for wrong in ["", "\n\n", "a\n\n", "a\n\n\n", "a\n\n— x\n", "a\r\n\n— x AAAAAAA=\n", note.trim_end()]
    {
        assert_eq!(Checkpoint::open(wrong, &signer.verifier()), Err(NotACheckpoint::Note), "{wrong:?}");
    }
    let root = STANDARD.encode(checkpoint.root);
    for wrong in [
        format!("log\n03\n{root}\n"),
        format!("log\n+3\n{root}\n"),
        format!("log\n3\n{root}"),
        format!("\n3\n{root}\n"),
        format!("log\n3\n{root}\n\n"),
        "log\n3\nAAAA\n".to_owned(),
        "log\n3\n".to_owned(),
    ] {
        let refused = wrong.parse::<Checkpoint>();
        assert!(matches!(refused, Err(NotACheckpoint::Text(_))), "{wrong:?}");
    }
    assert!(format!("log\n3\n{root}\nextension\n").parse::<Checkpoint>().is_ok());
}

#[test]
fn a_name_that_would_break_the_note_is_refused() {
    for wrong in ["", "a b", "a+b", "a\nb", "a\u{a0}b"] {
        assert!(Signer::new(wrong, &[1; 32]).is_err(), "{wrong:?}");
    }
}
